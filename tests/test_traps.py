"""The traps that Lambda's log forms set for whoever reads them, each once, through the pipeline."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from pathlib import Path

import pytest

from lambda_triage.evidence.case import Case
from lambda_triage.sources.collect import Reading, collect

RID = "6f1d2c3b-0000-4000-8000-000000000001"
AT = "2026-03-01T10:00:05.000Z"
START = f"START RequestId: {RID} Version: $LATEST"
END = f"END RequestId: {RID}"
REPORT = (
    f"REPORT RequestId: {RID}\tDuration: 1000.50 ms\tBilled Duration: 1001 ms\t"
    "Memory Size: 128 MB\tMax Memory Used: 64 MB\t"
)
COLUMNS = "status, duration_us, memory_mb, max_memory_mb, init_us, restore_us, error_type, trace_id"


def read(tmp_path: Path, data: str | bytes, name: str = "log") -> tuple[Case, Reading]:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return collect([str(path)], ())


def only(tmp_path: Path, *lines: str) -> dict[str, object]:
    """The one invocation of a log in S3 export form."""
    case, _ = read(tmp_path, "".join(f"{AT} {line}\n" for line in lines))
    rows = case.execute(f"SELECT {COLUMNS} FROM invocations")
    assert len(rows) == 1
    return dict(zip(COLUMNS.split(", "), rows[0], strict=True))


def test_report_ends_with_a_tab_before_the_newline(tmp_path):
    assert only(tmp_path, START, END, REPORT)["max_memory_mb"] == 64


def test_xray_stands_on_its_own_line_inside_the_report_event(tmp_path):
    xray = "\nXRAY TraceId: 1-5d83c0ad-b8eb33a0b1de97d804fac890\tSegmentId: 31255c3b19bd3637\tSampled: true\t"

    assert (
        only(tmp_path, START, END, REPORT + xray)["trace_id"]
        == "1-5d83c0ad-b8eb33a0b1de97d804fac890"
    )


@pytest.mark.parametrize("newline", ["\r", "\n"])
def test_a_traceback_with_carriage_returns_and_no_break_spaces_is_one_error(tmp_path, newline):
    raised = newline.join(
        [
            "[ERROR] ValueError: bad",
            "Traceback (most recent call last):",
            '\xa0\xa0File "/var/task/app.py", line 3, in handler',
        ]
    )

    row = only(tmp_path, START, raised, END, REPORT)

    assert (row["status"], row["error_type"]) == ("error", "ValueError")


def test_an_init_error_carries_the_request_id_undefined(tmp_path):
    raised = f'{AT}\tundefined\tERROR\tUncaught Exception \t{{"errorType":"Error","errorMessage":"x","stack":["Error: x"]}}'
    init = "INIT_REPORT Init Duration: 99.10 ms\tPhase: init\tStatus: error\tError Type: Error"

    row = only(tmp_path, raised, init, START, END, REPORT + "Status: error\tError Type: Error")

    assert row["status"] == "init_failure"


def test_a_timeout_line_may_follow_report(tmp_path):
    assert (
        only(tmp_path, START, END, REPORT, f"{AT} {RID} Task timed out after 1.00 seconds")[
            "status"
        ]
        == "timeout"
    )


def test_two_init_reports_stand_before_start(tmp_path):
    first = "INIT_REPORT Init Duration: 99.10 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError"
    again = first.replace("Phase: init", "Phase: invoke")

    row = only(
        tmp_path,
        first,
        again,
        START,
        END,
        REPORT + "Status: error\tError Type: Runtime.ImportModuleError",
    )

    assert (row["status"], row["error_type"]) == ("init_failure", "Runtime.ImportModuleError")


@pytest.mark.parametrize(
    ("tail", "status"),
    [
        ("", "ok"),
        ("Status: timeout", "timeout"),
        ("Status: error\tError Type: Runtime.OutOfMemory", "oom"),
    ],
)
def test_status_stands_only_in_the_new_style(tmp_path, tail, status):
    assert only(tmp_path, START, END, REPORT + tail)["status"] == status


def json_line(type_: str, **record: object) -> str:
    return json.dumps({"time": AT, "type": type_, "record": record})


def test_json_reports_memory_in_mb_and_init_start_in_bytes(tmp_path):
    metrics = {
        "durationMs": 1000.5,
        "billedDurationMs": 1001,
        "memorySizeMB": 128,
        "maxMemoryUsedMB": 64,
    }
    lines = [
        json_line(
            "platform.initStart",
            functionName="orders",
            functionVersion="$LATEST",
            instanceMaxMemory=134217728,
        ),
        json_line("platform.start", requestId=RID, version="$LATEST"),
        json_line("platform.report", requestId=RID, status="success", metrics=metrics),
    ]

    row = only(tmp_path, *lines)

    assert (row["memory_mb"], row["max_memory_mb"], row["duration_us"]) == (128, 64, 1_000_500)


def test_a_platform_fault_is_a_string(tmp_path):
    fault = json.dumps(
        {
            "time": AT,
            "type": "platform.fault",
            "record": f"RequestId: {RID} Process exited before completing request",
        }
    )

    assert only(tmp_path, json_line("platform.start", requestId=RID), fault)["status"] == "crash"


def test_pythons_fatal_errors_in_json_use_log_level(tmp_path):
    raised = json.dumps(
        {
            "timestamp": AT,
            "log_level": "ERROR",
            "errorMessage": "bad",
            "errorType": "ValueError",
            "requestId": RID,
            "stackTrace": [],
        }
    )

    row = only(tmp_path, START, raised, END, REPORT)

    assert (row["status"], row["error_type"]) == ("error", "ValueError")


def test_java_names_the_request_in_its_own_way(tmp_path):
    line = json.dumps(
        {
            "timestamp": AT,
            "level": "ERROR",
            "message": "java.lang.RuntimeException: x",
            "AWSRequestId": RID,
        }
    )

    assert only(tmp_path, START, line, END, REPORT)["status"] == "ok"


def test_powertools_writes_a_comma_in_its_time(tmp_path):
    line = json.dumps(
        {
            "level": "INFO",
            "message": "m",
            "timestamp": "2026-03-01 10:00:05,494+0000",
            "function_request_id": RID,
        }
    )

    assert only(tmp_path, START, line, END, REPORT)["status"] == "ok"


def subscription(kind: str = "DATA_MESSAGE") -> bytes:
    events = [
        {"id": str(n), "timestamp": 1772359205000 + n, "message": m}
        for n, m in enumerate((START, END, REPORT))
    ]
    return json.dumps(
        {
            "messageType": kind,
            "owner": "123456789012",
            "logGroup": "/aws/lambda/orders",
            "logStream": "2026/03/01/[$LATEST]" + "a" * 32,
            "subscriptionFilters": ["f"],
            "logEvents": events,
        }
    ).encode()


def counted(tmp_path: Path, data: bytes) -> list[tuple]:
    case, _ = read(tmp_path, data)
    return case.execute("SELECT resource, count(*) FROM invocations GROUP BY resource")


def test_firehose_objects_are_concatenated_documents(tmp_path):
    other = subscription().replace(b"orders", b"refund")

    assert sorted(counted(tmp_path, subscription() + other)) == [("?:orders", 1), ("?:refund", 1)]


def test_firehose_objects_are_concatenated_gzip_members(tmp_path):
    assert counted(
        tmp_path, gzip.compress(subscription()) + gzip.compress(subscription("CONTROL_MESSAGE"))
    ) == [("?:orders", 1)]


def test_control_messages_are_skipped_and_counted(tmp_path):
    case, reading = read(tmp_path, subscription("CONTROL_MESSAGE"))

    assert case.execute("SELECT count(*) FROM invocations") == [(0,)]
    assert reading.kinds["control"] == 1


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_subscription_payloads_are_gzip_or_zlib(tmp_path, pack):
    event = {"awslogs": {"data": base64.b64encode(pack(subscription())).decode()}}

    assert counted(tmp_path, json.dumps(event).encode()) == [("?:orders", 1)]


def test_the_marker_of_an_export_is_no_log(tmp_path):
    case, reading = read(tmp_path, "Permission Check Successful", "aws-logs-write-test")

    assert case.execute("SELECT count(*) FROM invocations") == [(0,)]
    assert reading.kinds["marker"] == 1


def test_copies_from_the_console_have_runs_of_spaces(tmp_path):
    case, _ = read(tmp_path, REPORT.replace("\t", "   "))

    assert case.execute("SELECT status, max_memory_mb FROM invocations") == [("ok", 64)]


def test_the_local_emulator_prints_init_duration_first(tmp_path):
    report = f"REPORT RequestId: {RID}\tInit Duration: 210.50 ms\tDuration: 1000.50 ms\tBilled Duration: 1001 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\t"

    row = only(tmp_path, START, END, report)

    assert (row["init_us"], row["duration_us"]) == (210_500, 1_000_500)


def test_a_replayed_request_id_is_another_attempt(tmp_path):
    case, _ = read(tmp_path, "".join(f"{AT} {line}\n" for line in (START, END, REPORT) * 2))

    assert case.execute("SELECT attempt FROM invocations ORDER BY attempt") == [(1,), (2,)]


def test_one_group_may_mix_text_and_json(tmp_path):
    other = RID[:-1] + "2"
    metrics = {"durationMs": 5.5, "billedDurationMs": 6, "memorySizeMB": 128, "maxMemoryUsedMB": 64}
    report = json_line("platform.report", requestId=other, status="success", metrics=metrics)
    lines = [START, END, REPORT, json_line("platform.start", requestId=other), report]

    case, _ = read(tmp_path, "".join(f"{AT} {line}\n" for line in lines))

    assert case.execute("SELECT count(*) FROM invocations WHERE status = 'ok'") == [(2,)]
