"""Deployments: the events of a stack, what they changed, and what a deployment prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.checks.catalog import checks
from lambda_triage.sources.collect import collect
from lambda_triage.sources.spoken import sentences

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.evidence.case import Case

START_US = 1_772_359_200_000_000
FUNCTION, STACK = "AWS::Lambda::Function", "AWS::CloudFormation::Stack"


def event(
    minute: int, status: str, id: str = "Orders", type: str = FUNCTION, why: str | None = None
) -> dict[str, str]:
    told = {
        "StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/1",
        "EventId": f"{id}-{minute}",
        "StackName": "shop",
        "LogicalResourceId": id,
        "PhysicalResourceId": f"shop-{id}-1A2B3C4D5E6F",
        "ResourceType": type,
        "Timestamp": f"2026-03-01T10:{minute:02}:00.000Z",
        "ResourceStatus": status,
    }
    return told | ({"ResourceStatusReason": why} if why else {})


def read(folder: Path, *events: object) -> Case:
    path = folder / "describe-stack-events.json"
    path.write_text(json.dumps({"StackEvents": events}, indent=4), encoding="utf-8")
    case, reading = collect([str(path)], [])
    assert reading.unreadable == []
    return case


def test_every_event_is_kept_as_it_is(tmp_path: Path) -> None:
    with read(tmp_path, event(1, "CREATE_FAILED", why="Role cannot be assumed")) as case:
        rows = case.execute("SELECT * EXCLUDE (input) FROM stack_events")

    assert rows == [
        ("shop", START_US + 60_000_000, "Orders", "shop-Orders-1A2B3C4D5E6F", FUNCTION,
         "CREATE_FAILED", "Role cannot be assumed", "StackEvents[0]")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "done"),
    [
        ("CREATE_COMPLETE", "created"),
        ("UPDATE_COMPLETE", "updated"),
        ("DELETE_COMPLETE", "deleted"),
    ],
)
def test_a_function_that_was_deployed_has_changed(status: str, done: str, tmp_path: Path) -> None:
    with read(tmp_path, event(2, status), event(3, status, "Work", "AWS::SQS::Queue")) as case:
        rows = case.execute("SELECT resource, time_us, kind, detail FROM changes")

    assert rows == [
        ("?:shop-Orders-1A2B3C4D5E6F", START_US + 120_000_000, "stack", f"shop {done} Orders")
    ]


@pytest.mark.parametrize("status", ["UPDATE_IN_PROGRESS", "UPDATE_FAILED", "CREATE_FAILED"])
def test_what_is_not_done_has_changed_nothing(status: str, tmp_path: Path) -> None:
    with read(tmp_path, event(2, status)) as case:
        assert case.execute("SELECT * FROM changes") == []


def test_a_failure_is_a_sentence_until_a_later_update_goes_through(tmp_path: Path) -> None:
    failed = event(1, "UPDATE_FAILED", why="Rate exceeded")
    later = event(9, "UPDATE_COMPLETE", "shop", STACK)
    earlier = event(0, "CREATE_COMPLETE", "shop", STACK)

    with read(tmp_path, failed, earlier) as case:
        open_ = [s.text for s in sentences(case)]
    with read(tmp_path, later, failed, earlier) as case:
        over = [s.text for s in sentences(case)]

    assert (open_, over) == ([f"UPDATE_FAILED Orders ({FUNCTION}) Rate exceeded"], [])


@pytest.mark.parametrize(
    "broken",
    [None, "x", 7, [], {"Timestamp": "soon", "ResourceStatus": "CREATE_COMPLETE"},
     {"ResourceStatus": ["CREATE_FAILED"], "StackName": {}, "LogicalResourceId": 1}],
    ids=str,
)  # fmt: skip
def test_a_broken_event_leaves_the_others_whole(broken: object, tmp_path: Path) -> None:
    with read(tmp_path, event(1, "CREATE_COMPLETE"), broken) as case:
        statuses = case.execute("SELECT status FROM stack_events WHERE logical_id = 'Orders'")
        changes = case.execute("SELECT detail FROM changes")

    assert (statuses, changes) == ([("CREATE_COMPLETE",)], [("shop created Orders",)])


SAM = """\
CloudFormation events from stack operations (refresh every 5.0 seconds)
-------------------------------------------------------------------------------------
ResourceStatus       ResourceType             LogicalResourceId    ResourceStatusReason
-------------------------------------------------------------------------------------
CREATE_IN_PROGRESS   AWS::Lambda::Function    Orders               -
CREATE_FAILED        AWS::Lambda::Function    Orders               Resource handler returned message: "x"
ROLLBACK_IN_PROGRESS AWS::CloudFormation::S   shop                 The following resource(s)
"""
CDK = """\
shop: deploying... [1/1]
10:00:01 AM | CREATE_FAILED        | AWS::Lambda::Function | Orders8F3A
Resource handler returned message: "x" (RequestToken: 1, HandlerErrorCode: InvalidRequest)
"""


@pytest.mark.parametrize("text", [SAM, CDK], ids=["sam", "cdk"])
def test_what_a_deployment_prints_is_no_log_of_the_function(text: str, tmp_path: Path) -> None:
    (tmp_path / "deploy.txt").write_text(text, encoding="utf-8")
    signatures = [s for check in checks() for s in check.signatures]
    case, _ = collect([str(tmp_path)], signatures)
    with case:
        origins = case.execute("SELECT DISTINCT origin FROM signals")
        invocations = case.execute("SELECT count(*) FROM invocations")

    assert (origins, invocations) == ([("deploy",)], [(0,)])


def test_a_failed_deployment_is_heard_in_its_output(tmp_path: Path) -> None:
    (tmp_path / "deploy.txt").write_text(SAM, encoding="utf-8")
    signatures = [s for check in checks() for s in check.signatures]
    case, _ = collect([str(tmp_path)], signatures)
    with case:
        heard = case.execute("SELECT signal, events, origin FROM signals")

    assert ("resources/deployment-rolled-back.failed", 1, "deploy") in heard
