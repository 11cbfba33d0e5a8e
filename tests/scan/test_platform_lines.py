"""Every form of platform line is known by its kind and request id."""

from __future__ import annotations

import json

import pytest

from lambda_triage.scan.block import Block, Prefix
from lambda_triage.scan.columns import scan_columns
from lambda_triage.scan.row import Kind

from .made import IDS, MATCHER, end, report, start, tail

ID = IDS[1]
FAULT = f"RequestId: {ID} Error: "
FORMS = [
    (start(ID), Kind.START, ID),
    (f"START RequestId: {ID}\tVersion: 3", Kind.START, ID),
    ("START RequestId: local-1 Version: 3", Kind.START, "local-1"),
    (end(ID), Kind.END, ID),
    (report(ID), Kind.REPORT, ID),
    (report(ID).replace("\t", "  "), Kind.REPORT, ID),
    ("INIT_START Runtime Version: python:3.13.v1", Kind.INIT_START, None),
    ("INIT_REPORT Init Duration: 9999.79 ms\tPhase: init", Kind.INIT_REPORT, None),
    ("RESTORE_START Runtime Version: java:11.v21", Kind.RESTORE_START, None),
    ("RESTORE_REPORT Restore Duration: 511.25 ms", Kind.RESTORE_REPORT, None),
    ("EXTENSION\tName: agent\tState: Ready\tEvents: [INVOKE]", Kind.EXTENSION, None),
    ("TELEMETRY\tName: agent\tState: Subscribed\tTypes: [Platform]", Kind.EXTENSION, None),
    ("LOGS\tName: agent\tState: Subscribed\tTypes: [platform]", Kind.EXTENSION, None),
    (f"2024-01-01T00:00:03.000Z {ID} Task timed out after 3.00 seconds", Kind.TIMEOUT, ID),
    (FAULT + "Runtime exited with error: signal: killed", Kind.FAULT, ID),
    (FAULT + "exit status 1\nExtension.Crash", Kind.FAULT, ID),
    (f"RequestId: {ID} Process exited before completing request", Kind.FAULT, ID),
    (f"RequestId: {ID}\tStatus: timeout", Kind.FAULT, ID),
    ("Unknown application error occurred\nRuntime.Unknown", Kind.FAULT, None),
]


@pytest.mark.parametrize(("line", "kind", "request_id"), FORMS)
@pytest.mark.parametrize("prefix", [Prefix.NONE, Prefix.ISO_STREAM])
def test_a_platform_line_is_known(
    line: str, kind: Kind, request_id: str | None, prefix: Prefix
) -> None:
    block = tail([line]) if prefix is Prefix.ISO_STREAM else Block(line.encode(), 0)

    rows = scan_columns(block, MATCHER).rows

    assert [(row.kind, row.request_id, row.text) for row in rows] == [(kind, request_id, line)]


@pytest.mark.parametrize(
    ("line", "kind", "request_id"),
    [
        (f"2024-01-01T00:00:00+01:00 app | {start(ID)}", Kind.START, ID),
        (f"| {report(ID)}", Kind.REPORT, ID),
        (f"{ID}\tDuration: 3.10 ms\tBilled Duration: 4 ms", Kind.REPORT, ID),
        ("Memory Size: 128 MB\tMax Memory Used: 12 MB", Kind.REPORT, None),
        (f"{ID} Task timed out after 3.00 seconds", Kind.TIMEOUT, ID),
    ],
)
def test_a_pasted_platform_line_may_lack_its_head_or_have_more(
    line: str, kind: Kind, request_id: str | None
) -> None:
    rows = scan_columns(Block(line.encode(), 0), MATCHER).rows

    assert [(row.kind, row.request_id) for row in rows] == [(kind, request_id)]


@pytest.mark.parametrize(
    "line",
    [
        "upstream: Task timed out after 3.00 seconds",
        "INIT_STARTED at noon",
        "we read LOGS and EXTENSION points",
        "STARTING RequestId: 1",
        '{"text":"Duration: 3.10 ms Billed Duration: 4 ms"}',
        '{"type":"function","record":"platform.start"}',
        '{"message":"saw \\"platform.report\\""}',
    ],
)
def test_a_line_that_only_talks_of_the_platform_is_the_functions_own(line: str) -> None:
    assert scan_columns(Block(line.encode(), 0), MATCHER).counts == {Kind.APPLICATION: 1}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("start", Kind.START),
        ("end", Kind.END),
        ("report", Kind.REPORT),
        ("initStart", Kind.INIT_START),
        ("initReport", Kind.INIT_REPORT),
        ("initRuntimeDone", Kind.RUNTIME_DONE),
        ("restoreStart", Kind.RESTORE_START),
        ("restoreReport", Kind.RESTORE_REPORT),
        ("runtimeDone", Kind.RUNTIME_DONE),
        ("extension", Kind.EXTENSION),
        ("telemetrySubscription", Kind.EXTENSION),
        ("logsDropped", Kind.EXTENSION),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_platform_event_has_the_kind_of_its_line(
    name: str, kind: Kind, indent: int | None
) -> None:
    record = {"requestId": ID, "metrics": {"durationMs": 3.5}}
    event = {"time": "2024-01-01T00:00:00.000Z", "type": f"platform.{name}", "record": record}

    rows = scan_columns(Block(json.dumps(event, indent=indent).encode(), 0), MATCHER).rows

    assert [(row.kind, row.request_id, row.values["type"]) for row in rows] == [
        (kind, ID, f"platform.{name}")
    ]


@pytest.mark.parametrize(
    "record",
    [
        f"RequestId: {ID} Process exited before completing request",
        {"fault": f"RequestId: {ID} Error: Runtime exited\nRuntime.ExitError\n"},
    ],
)
def test_a_json_fault_names_its_request_in_its_text(record: object) -> None:
    line = json.dumps({"type": "platform.fault", "record": record})

    rows = scan_columns(Block(line.encode(), 0), MATCHER).rows

    assert [(row.kind, row.request_id) for row in rows] == [(Kind.FAULT, ID)]


@pytest.mark.parametrize(
    "line",
    [
        '{"type":"platform.report","record":{"requestId":"' + ID + '","x',
        '{"type":"platform.report","record":{"requestId":"' + ID + '","version":7}}',
        '{"type":"platform.report","record":{"requestId":"' + ID + '","a":' + "[" * 5000,
    ],
)
def test_a_broken_json_event_still_tells_what_it_is(line: str) -> None:
    sound = '{"type":"platform.start","record":{"requestId":"' + ID + '","version":"1"}}'

    rows = scan_columns(Block(f"{sound}\n{line}\n".encode(), 0), MATCHER).rows

    assert [(row.kind, row.request_id) for row in rows] == [(Kind.START, ID), (Kind.REPORT, ID)]
