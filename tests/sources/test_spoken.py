"""What AWS explains in a document is heard like an event of a log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.evidence.signature import Signature
from lambda_triage.sources.collect import collect
from lambda_triage.sources.spoken import LONGEST, MOST, Sentence, sentences

if TYPE_CHECKING:
    from pathlib import Path

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
FUNCTION = {
    "FunctionName": "orders",
    "FunctionArn": ARN,
    "Runtime": "python3.13",
    "LastModified": "2026-03-01T10:00:00.000+0000",
}
MAPPING = {"UUID": "0-1", "FunctionArn": ARN, "EventSourceArn": "arn:aws:sqs:eu-west-1:1:work"}
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:flow"
EXECUTION = {
    "executionArn": MACHINE.replace("stateMachine", "execution") + ":1",
    "stateMachineArn": MACHINE,
    "status": "FAILED",
    "error": "States.Timeout",
    "cause": "too slow",
}
ALARM = {"AlarmName": "slow", "StateValue": "ALARM", "StateReason": "Threshold Crossed"}
STARTED = {"id": 1, "type": "ExecutionStarted", "timestamp": "2026-03-01T10:00:00+00:00"}
FAILED = STARTED | {
    "id": 2,
    "type": "LambdaFunctionFailed",
    "lambdaFunctionFailedEventDetails": {"error": "ValueError", "cause": "bad"},
}


def heard(folder: Path, body: object, name: str = "answer.json") -> list[Sentence]:
    (folder / name).write_text(json.dumps(body, indent=4), encoding="utf-8")
    case, reading = collect([str(folder)], [])
    assert reading.unreadable == []
    with case:
        return list(sentences(case))


def said(found: list[Sentence]) -> list[tuple[str, str]]:
    return [(s.resource, s.text) for s in found]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (FUNCTION | {"StateReasonCode": "ImageAccessDenied", "StateReason": "no pull"},
         (ARN, "ImageAccessDenied: no pull")),
        (FUNCTION | {"LastUpdateStatusReason": "role cannot be assumed"},
         (ARN, "role cannot be assumed")),
        (MAPPING | {"LastProcessingResult": "PROBLEM: Function call failed"},
         (ARN, "PROBLEM: Function call failed")),
        (MAPPING | {"StateTransitionReason": "Lambda lacks permissions", "FunctionArn": None},
         ("?:unknown", "Lambda lacks permissions")),
        ({"Name": "p", "Source": "s", "Arn": "arn:aws:pipes:eu-west-1:1:pipe/p",
          "StateReason": "no role"}, ("arn:aws:pipes:eu-west-1:1:pipe/p", "no role")),
        ({"NatGateways": [{"NatGatewayId": "nat-1", "FailureMessage": "no address"}]},
         ("nat-1", "no address")),
        ({"MetricAlarms": [ALARM]}, ("slow", "Threshold Crossed")),
        (EXECUTION, (MACHINE, "States.Timeout: too slow")),
        ({"DurableExecutionArn": "a", "FunctionArn": ARN, "Status": "FAILED",
          "Error": {"ErrorType": "E", "ErrorMessage": "m"}}, (ARN, "E: m")),
        ({"events": [STARTED, FAILED]}, ("?:unknown", "ValueError: bad")),
    ],
)  # fmt: skip
def test_every_reason_is_a_sentence_about_its_resource(
    body: object, wanted: tuple[str, str], tmp_path: Path
) -> None:
    assert said(heard(tmp_path, body)) == [wanted]


@pytest.mark.parametrize(
    "body",
    [
        FUNCTION | {"StateReasonCode": "Idle", "StateReason": "The function is idle"},
        MAPPING | {"LastProcessingResult": "OK", "StateTransitionReason": "USER_INITIATED"},
        MAPPING | {"LastProcessingResult": "No records processed"},
        {"MetricAlarms": [ALARM | {"StateValue": "OK"}]},
        EXECUTION | {"status": "SUCCEEDED", "error": None, "cause": None},
        {"events": [STARTED, FAILED, STARTED | {"id": 3, "type": "ExecutionSucceeded"}]},
    ],
    ids=["idle", "fine", "no records", "alarm over", "succeeded", "taken up"],
)
def test_what_is_fine_is_silent(body: object, tmp_path: Path) -> None:
    assert said(heard(tmp_path, body)) == []


def test_a_sentence_knows_when_it_was_said(tmp_path: Path) -> None:
    (function,) = heard(tmp_path, FUNCTION | {"StateReason": "x", "StateReasonCode": "EniLimit"})
    (tmp_path / "answer.json").unlink()
    (failed,) = heard(tmp_path, {"events": [FAILED]})

    assert function.time_us == failed.time_us == 1_772_359_200_000_000


def test_a_failed_call_speaks_for_its_caller(tmp_path: Path) -> None:
    record = {
        "eventTime": "2026-03-01T10:00:00Z",
        "eventSource": "s3.amazonaws.com",
        "eventName": "PutObject",
        "errorCode": "AccessDenied",
        "errorMessage": "not authorized",
        "userAgent": "exec-env/AWS_Lambda_python3.13",
        "userIdentity": {"arn": "arn:aws:sts::123456789012:assumed-role/r/orders"},
    }

    assert said(heard(tmp_path, {"Records": [record]})) == [
        ("?:orders", "AccessDenied: not authorized")
    ]


def test_sentences_are_cut_and_counted(tmp_path: Path) -> None:
    many = [EXECUTION | {"executionArn": f"e:{n}", "cause": "x" * 50_000} for n in range(5)]
    long = heard(tmp_path, many)
    (tmp_path / "answer.json").unlink()
    short = heard(
        tmp_path, {"MetricAlarms": [ALARM | {"AlarmName": f"a{n}"} for n in range(MOST + 9)]}
    )

    assert ({len(s.text) for s in long}, len(long), len(short)) == ({LONGEST}, 5, MOST)


def test_signatures_know_a_message_in_a_document(tmp_path: Path) -> None:
    body = MAPPING | {"LastProcessingResult": "PROBLEM: Function call failed"}
    (tmp_path / "answer.json").write_text(json.dumps(body), encoding="utf-8")
    signature = Signature("test/problem.told", ("PROBLEM: ",), r"PROBLEM: (?P<what>.+)", "made up")

    case, _ = collect([str(tmp_path)], [signature])

    with case:
        rows = case.execute("SELECT resource, signal, key, events, origin FROM signals")
    assert rows == [
        (ARN, "test/problem.told", '{"what": "Function call failed"}', 1, "service")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        {
            "events": [
                STARTED,
                None,
                "x",
                {"id": 1, "type": None, "lambdaFunctionFailedEventDetails": []},
            ]
        },
        {"events": [FAILED | {"lambdaFunctionFailedEventDetails": {"error": 0, "cause": []}}]},
        MAPPING | {"LastProcessingResult": {"a": 1}, "StateTransitionReason": ["x"]},
        FUNCTION | {"StateReason": {"a": 1}, "LastUpdateStatusReason": []},
    ],
)
def test_a_reason_that_is_no_text_is_silent(body: object, tmp_path: Path) -> None:
    named = "get-execution-history.flow.json"

    assert said(heard(tmp_path, body, named if "events" in body else "answer.json")) == []
