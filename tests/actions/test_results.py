"""What SAM prints on success becomes events, outputs, and what a function answered."""

from __future__ import annotations

import json

from lambda_triage.actions.sam import deploy, logs, remote
from tests.actions.outputs import outcome

OUTPUTS = """CloudFormation outputs from deployed stack
-----------------------------------------------------------------------------------------------
Outputs
-----------------------------------------------------------------------------------------------
Key                 Api
Description         where it listens
Value               https://abcdefghij.execute-api.eu-central-1.amazonaws.com/Prod/a-very-long-pa
                    th/

Key                 Role
Description         -
Value               arn:aws:iam::111122223333:role/shop
-----------------------------------------------------------------------------------------------
"""


def test_a_function_that_raised_failed_although_sam_ended_well():
    said = outcome("remote-failed")
    found = remote.invoked(remote._answer(said.lines) or {})

    assert said.code == 0
    assert (found.error, found.message) == (
        "Runtime.HandlerError",
        'the order has no price: {"a": 1}',
    )
    assert found.log[0] == "before it fails"
    assert found.request is not None


def test_a_function_that_answered_did_not_fail():
    found = remote.invoked(remote._answer(outcome("remote-good").lines) or {})

    assert (found.error, json.loads(found.payload)) == (None, {"ok": 1})


def test_an_execution_that_failed_is_a_failure():
    found = remote.invoked({"status": "FAILED", "error": "States.Timeout", "cause": "too slow"})

    assert (found.error, found.message) == ("States.Timeout", "too slow")


def test_answers_without_a_payload_are_given_as_they_are():
    found = remote.invoked({"MessageId": "1", "ResponseMetadata": {"RequestId": "2"}})

    assert (found.payload, found.request) == ('{"MessageId": "1"}', "2")


def test_events_are_told_apart_from_remarks():
    lines = outcome("logs-events").lines
    found = logs.parsed(lines)

    assert found[1].message == "before it fails"
    assert len(found) == sum(line.startswith("{") for line in lines)
    assert logs.remarks(outcome("logs-group").lines) == (
        "CloudWatch log group name (/aws/lambda/nogroup) does not exist.",
    )


def test_outputs_go_on_in_the_next_line():
    assert deploy.outputs(OUTPUTS.split("\n")) == {
        "Api": "https://abcdefghij.execute-api.eu-central-1.amazonaws.com/Prod/a-very-long-path/",
        "Role": "arn:aws:iam::111122223333:role/shop",
    }
