"""What the platform event reader promises: the values of the text lines, whatever the record."""

import json

import pytest

from lambda_triage.sources.parse import report_line
from lambda_triage.sources.parse.platform_event import (
    End,
    Extension,
    Fault,
    InitStart,
    LogsDropped,
    PlatformEvent,
    RuntimeDone,
    Start,
    Value,
    parse,
    parse_fault,
)
from lambda_triage.sources.parse.report_line import InitReport, ReportLine, RestoreReport

ID = "8f507cfc-7bf5-4d1a-8a8e-111111111111"
TRACING = {"type": "X-Amzn-Trace-Id", "value": "Root=1-5d83c0ad-b8eb33a0;Parent=31;Sampled=1"}


def event(kind: str, record: object) -> str:
    return json.dumps({"time": "2024-01-02T03:04:05.678Z", "type": kind, "record": record})


KINDS: list[tuple[str, object, Value]] = [
    (
        "report",
        {
            "requestId": ID,
            "status": "error",
            "errorType": "Runtime.OutOfMemory",
            "metrics": {
                "durationMs": 2.9,
                "billedDurationMs": 114,
                "memorySizeMB": 128,
                "maxMemoryUsedMB": 36,
                "initDurationMs": 110.1,
            },
            "tracing": TRACING,
        },
        ReportLine(
            ID,
            duration_us=2_900,
            billed_ms=114,
            init_us=110_100,
            memory_mb=128,
            max_memory_mb=36,
            status="error",
            error_type="Runtime.OutOfMemory",
            trace_id="1-5d83c0ad-b8eb33a0",
        ),
    ),
    ("report", {"requestId": ID, "metrics": {"durationMs": 12.5}}, ReportLine(ID, 12_500)),
    (
        "initReport",
        {"phase": "init", "status": "timeout", "metrics": {"durationMs": 9999.79}},
        InitReport(9_999_790, "init", "timeout"),
    ),
    (
        "restoreReport",
        {"status": "success", "metrics": {"durationMs": 511.25}},
        RestoreReport(511_250, "success"),
    ),
    (
        "initStart",
        {
            "functionName": "orders-fn",
            "functionVersion": "$LATEST",
            "phase": "init",
            "initializationType": "on-demand",
            "runtimeVersion": "python:3.13.v1",
            "instanceMaxMemory": 536870912,
        },
        InitStart(
            "orders-fn",
            "$LATEST",
            memory_mb=512,
            phase="init",
            initialization_type="on-demand",
            runtime_version="python:3.13.v1",
        ),
    ),
    ("initStart", {"instanceMaxMemory": 256}, InitStart(memory_mb=256)),
    (
        "start",
        {"requestId": ID, "version": "7", "tracing": TRACING},
        Start(ID, "7", "1-5d83c0ad-b8eb33a0"),
    ),
    ("end", {"requestId": ID}, End(ID)),
    (
        "runtimeDone",
        {
            "requestId": ID,
            "status": "failure",
            "errorType": "Runtime.ExitError",
            "metrics": {"durationMs": 3.1, "producedBytes": 12},
        },
        RuntimeDone(ID, "failure", "Runtime.ExitError", 3_100, 12),
    ),
    (
        "initRuntimeDone",
        {"phase": "init", "status": "error", "errorType": "Runtime.Unknown"},
        RuntimeDone(status="error", error_type="Runtime.Unknown", phase="init"),
    ),
    (
        "fault",
        f"RequestId: {ID} Process exited before completing request",
        Fault(ID, "Process exited before completing request"),
    ),
    (
        "fault",
        {"fault": f"RequestId: {ID} Error: exit status 1\nExtension.Crash\n"},
        Fault(ID, "exit status 1", "Extension.Crash"),
    ),
    (
        "fault",
        f"RequestId: {ID}\tStatus: error\tErrorType: Runtime.InvalidEntrypoint",
        Fault(ID, None, "Runtime.InvalidEntrypoint", "error"),
    ),
    ("fault", "something else", Fault(message="something else")),
    (
        "extension",
        {"name": "agent", "state": "Ready", "events": ["INVOKE", "SHUTDOWN"]},
        Extension("agent", "Ready", ("INVOKE", "SHUTDOWN")),
    ),
    (
        "telemetrySubscription",
        {"name": "agent", "state": "Subscribed", "types": ["platform"]},
        Extension("agent", "Subscribed", ("platform",)),
    ),
    (
        "logsDropped",
        {"reason": "slow", "droppedRecords": 12, "droppedBytes": 3456},
        LogsDropped("slow", 12, 3456),
    ),
]


@pytest.mark.parametrize(("kind", "record", "value"), KINDS)
def test_each_event_gives_the_values_of_its_line(kind: str, record: object, value: Value) -> None:
    actual = parse(event(f"platform.{kind}", record))

    assert actual == PlatformEvent(f"platform.{kind}", 1_704_164_645_678_000, value)


def test_json_and_text_of_one_report_are_equal() -> None:
    metrics = {"durationMs": 2.9, "billedDurationMs": 3, "memorySizeMB": 128, "maxMemoryUsedMB": 36}
    told = parse(event("platform.report", {"requestId": ID, "metrics": metrics}))
    text = (
        f"REPORT RequestId: {ID}\tDuration: 2.90 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\t"
        "Max Memory Used: 36 MB\t\n"
    )

    assert told is not None
    assert told.value == report_line.parse(text)


ODD = [
    {"metrics": {"durationMs": "3"}},
    {"metrics": {"durationMs": True}},
    {"metrics": {"durationMs": 1e300}},
    {"metrics": {"durationMs": 10**400}},
    {"metrics": {"durationMs": float("nan")}},
    {"metrics": None, "requestId": 7, "status": [], "tracing": "x"},
]


@pytest.mark.parametrize("record", ODD)
def test_a_value_of_the_wrong_kind_is_unknown(record: object) -> None:
    actual = parse(event("platform.report", record))

    assert actual is not None
    assert actual.value == ReportLine()


@pytest.mark.parametrize("time", ["", "yesterday", 12, None, "9999-99-99T00:00:00Z"])
def test_a_time_that_cannot_be_read_is_unknown(time: object) -> None:
    text = json.dumps({"time": time, "type": "platform.end", "record": {}})

    assert parse(text) == PlatformEvent("platform.end", None, End())


NOT_EVENTS = [
    "",
    "{",
    '{"type":"function","record":"platform.report"}',
    '{"type":"platform.report"',
    '{"type":"platform.report","record":"text"}',
    '{"type":"platform.somethingNew","record":{}}',
    '["platform.report"]',
    '{"type":"platform.fault","record":{}}',
    '{"a":' * 50_000 + '"platform.',
]


@pytest.mark.parametrize("text", NOT_EVENTS)
def test_anything_else_is_none(text: str) -> None:
    assert parse(text) is None


FAULTS = [
    (
        f"RequestId: {ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n",
        Fault(ID, "Runtime exited with error: signal: killed", "Runtime.ExitError"),
    ),
    (
        f"RequestId: {ID} Error: exit code 0\rExtension.Crash",
        Fault(ID, "exit code 0", "Extension.Crash"),
    ),
    (f"START RequestId: {ID} Version: 1", None),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_a_fault_in_text_is_the_same_fault(text: str, fault: Fault | None) -> None:
    assert parse_fault(text) == fault
