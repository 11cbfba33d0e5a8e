"""What a form is told by, and what only looks like one."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_triage.sources.files.form import Form
from lambda_triage.sources.files.recognise import recognise
from lambda_triage.sources.files.unpack import HEAD
from tests.sources.files import containers as c

UUID = "7b0a1c2e-0000-4000-8000-000000000001"
START = f"START RequestId: {UUID} Version: $LATEST\n"
TAIL = f"ond half of a line\nEND RequestId: {UUID}\n"
INSTANCE = (
    '{"time":"2024-03-01T09:00:00.000Z","type":"platform.start","record":{"requestId":"1"}}\n'
)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("", Form.empty),
        (" \n\n", Form.empty),
        ("Permission Check Successful\n", Form.marker),
        (START, Form.plain),
        ("{", Form.plain),
        ("[", Form.plain),
        ("[ERROR] ValueError: bad\nTraceback (most recent call last):\n", Form.plain),
        (f"[INFO]\t2024-03-01T09:00:00.000Z\t{UUID}\tready\n", Form.plain),
        ("{ Error: connect ECONNREFUSED 127.0.0.1:5432\n    at x\n", Form.plain),
        (INSTANCE * 3, Form.plain),
        ('{"level":"INFO","message":"x"}\n{"level":"INFO","message":"y"}\n', Form.plain),
        ('{"timestamp":1709283600123,"message":"x","level":"INFO"}\n' * 2, Form.plain),
        ('{"level":"INFO","message":"x"}\n' + START, Form.plain),
        (json.dumps({"Records": [{"kinesis": {"data": "H4sIAAAA"}}]}) + "\n" + START, Form.plain),
        (json.dumps({"events": c.events()}) + "\n" + START, Form.plain),
        ('{"errorType":"Runtime.ExitError","errorMessage":"x"}\n' + START, Form.plain),
        ('{"errorType":"Runtime.ExitError","errorMessage":"x"}', Form.document),
        ('{\n  "errorMessage": "x",\n  "errorType": "Error"\n}\n', Form.document),
        ('{\n  "Message": "Forbidden"\n}\n', Form.document),
        ('{\n  "errorMessage": "cut off', Form.plain),
        ('{"FunctionName": "f", "Runtime": "python3.12", "Timeout": 3}', Form.document),
        ('{"ReservedConcurrentExecutions": 5}', Form.document),
        (f"[{INSTANCE}]", Form.telemetry),
        (f"2024-03-01T09:00:00.150Z {UUID} Task timed out after 3.00 seconds\n", Form.plain),
        (f"2024-03-01T09:00:00.150Z {UUID} INFO spaces for tabs\n", Form.plain),
        (f"2024-03-01T09:00:00.150Z\t{UUID}\tINFO\tnode\n", Form.plain),
        ("2024-03-01T09:00:00.150Z\tundefined\tERROR\tUncaught Exception \t{}\n", Form.plain),
        (f"2024-03-01T09:00:00.150Z 2024-03-01T09:00:00.150Z\t{UUID}\tINFO\tx\n", Form.s3_export),
        (f"2024-03-01T09:00:00.150Z {START}", Form.s3_export),
        (f"2024-03-01T09:00:00.150Z\t{START}", Form.console_copy),
        (f"  | 2024-03-01T09:00:00.150+01:00 | {START}", Form.console_copy),
        (f"10:15:32 {START}", Form.console_copy),
        (f"2024-03-01 09:00:00.150 (+09:00)\t{UUID}\tINFO\tx\n", Form.serverless_logs),
        (f"START - {UUID} Version: $LATEST\n", Form.serverless_logs),
        ("timestamp,message\n1709283600123,x\n", Form.insights_csv),
        ("@timestamp,@message\n", Form.insights_csv),
        ("message, in a bottle\n", Form.plain),
        (base64.b64encode(TAIL.encode()).decode(), Form.log_result),
        (json.dumps({"StatusCode": 200, "LogResult": "QUJD"}), Form.log_result),
        ("aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8=", Form.plain),
        ('{"events": [], "searchedLogStreams": []}', Form.filter_log_events),
        (json.dumps({"events": [{"id": 1, "type": "ExecutionFailed"}]}, indent=1), Form.document),
        ('{"results": [], "statistics": {}, "status": "Complete"}', Form.insights_json),
    ],
)
def test_the_form_is_told_by_content(text: str, form: Form) -> None:
    assert recognise(text.encode()) == form


@pytest.mark.parametrize(
    "head",
    [b"\x7fELF\x02\x01\x01" + bytes(64), bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n" + bytes(99)],
)
def test_bytes_that_are_no_text_are_binary(head: bytes) -> None:
    assert recognise(head) == Form.binary


def test_text_in_latin_1_is_text() -> None:
    assert recognise("START und größer\n".encode("latin-1")) == Form.plain


def test_a_container_is_known_where_its_first_event_is_longer_than_the_head() -> None:
    event = {**c.events()[0], "message": "\\" * HEAD}
    head = json.dumps({"events": [event]}).encode()[:HEAD]

    assert recognise(head) == Form.filter_log_events


@pytest.mark.parametrize("cut", range(64, 4000, 97))
def test_a_container_is_known_wherever_the_head_ends(cut: int) -> None:
    head = c.filter_log_events()[:cut].ljust(HEAD)  # as long as a head that goes on

    assert recognise(head[:HEAD]) == Form.filter_log_events


@given(st.binary(max_size=400))
def test_recognition_never_fails(head: bytes) -> None:
    assert recognise(head) in Form


@given(st.text(alphabet='{}[]",:\\ \n1aeventsmessagetimestamp', max_size=200))
def test_recognition_never_fails_on_broken_json(head: str) -> None:
    assert recognise(head.encode()) in Form
