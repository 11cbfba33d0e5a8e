"""What a list tells in part yields to the answer about the thing itself, in every order."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from lambda_triage.checks import catalog
from lambda_triage.checks.run import judge
from lambda_triage.evidence.documents import Execution, Known, Subscription
from lambda_triage.sources.collect import collect
from lambda_triage.sources.documents.operations import BY_NAME
from lambda_triage.sources.times import micros
from tests.sources.test_answers import OWN, answer, kebab, output, told_in

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.sources.documents.operations import Operation

SHORT = [o for o in OWN if o.lacks]
MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:orders"
RUN = "arn:aws:states:eu-west-1:111122223333:execution:orders:a1"
TOPIC = "arn:aws:sns:eu-west-1:111122223333:placed"
FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:orders"
LISTED = {
    "SubscriptionArn": f"{TOPIC}:1b", "Owner": "111122223333", "Protocol": "lambda",
    "Endpoint": FUNCTION, "TopicArn": TOPIC,
}  # fmt: skip
WHOLE = {
    **LISTED, "FilterPolicy": '{"kind":["order"]}', "PendingConfirmation": "false",
    "RedrivePolicy": '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:lost"}',
}  # fmt: skip
EXECUTION = {
    "executionArn": RUN, "stateMachineArn": MACHINE, "name": "a1", "status": "FAILED",
    "startDate": "2026-03-01T10:00:00Z", "stopDate": "2026-03-01T10:01:00Z",
}  # fmt: skip


def siblings(operation: Operation) -> list[Operation]:
    """Operations of the service that tell of the same thing, by the same key."""
    keys = set(operation.key.split("|")) - {""}
    service = operation.name.partition(".")[0]
    return [
        o
        for o in OWN
        if o.kind is operation.kind
        and o.name.partition(".")[0] == service
        and (keys <= (other := set(o.key.split("|")) - {""}) or other <= keys)
        and keys
        and other
    ]


def tells(operation: Operation) -> set[str]:
    assert operation.kind is not None
    where = operation.kind.WHERE
    if operation.items == "Attributes":  # a map of all that there is
        return set(where)
    return {n for n, at in where.items() if told_in(operation, at.api, free=True)}


@pytest.mark.parametrize("operation", OWN, ids=lambda o: o.name)
def test_what_an_operation_never_tells_is_what_the_model_says(operation: Operation) -> None:
    elsewhere = {name for other in siblings(operation) for name in tells(other)}

    assert set(operation.lacks) == elsewhere - tells(operation)


def saved(folder: Path, *answers: tuple[str, object]) -> list[str]:
    paths = []
    for n, (name, body) in enumerate(answers):
        path = folder / f"{n}-{name}.json"
        path.write_text(json.dumps(body))
        paths.append(str(path))
    return paths


PAIRS = [(o, w) for o in SHORT for w in siblings(o) if set(o.lacks) <= tells(w) and not w.lacks]


def bodies(operation: Operation) -> dict[str, object]:
    """The answer; of an archive, whose list tells no ARN, with the name in the ARN."""
    told = answer(operation.name)
    if "ArchiveArn" in told:
        told["ArchiveArn"] = "arn:aws:events:eu-west-1:111122223333:archive/ArchiveName-1"
    return told


@pytest.mark.parametrize(("short", "whole"), PAIRS, ids=lambda o: o.name)
def test_the_whole_stays_in_every_order(short: Operation, whole: Operation, tmp_path: Path) -> None:
    one, other = (bodies(o) for o in (short, whole))
    part, all_of_it = saved(tmp_path, (kebab(short.name), one), (kebab(whole.name), other))
    found = set()
    for order in [(part, all_of_it), (all_of_it, part), (part, all_of_it, part)]:
        case, _ = collect(list(order), [])
        with case:
            assert whole.kind is not None
            found.add(tuple(d.known for d in case.documents(whole.kind)))

    assert found == {(Known.ANSWER,)}


@pytest.mark.parametrize("operation", SHORT, ids=lambda o: o.name)
def test_what_a_list_never_tells_is_unknown(operation: Operation, tmp_path: Path) -> None:
    case, _ = collect(saved(tmp_path, (kebab(operation.name), answer(operation.name))), [])
    with case:
        assert operation.kind is not None
        (found,) = case.documents(operation.kind)

    assert (found.known, {getattr(found, name) for name in operation.lacks}) == (
        Known.LISTED,
        {None},
    )


def test_every_pair_that_a_collection_asks_is_known() -> None:
    assert {(s.name, w.name) for s, w in PAIRS} == {
        ("lambda.ListDurableExecutionsByFunction", "lambda.GetDurableExecution"),
        ("sns.ListSubscriptionsByTopic", "sns.GetSubscriptionAttributes"),
        ("sns.ListSubscriptions", "sns.GetSubscriptionAttributes"),
        ("accessanalyzer.ListFindingsV2", "accessanalyzer.ListFindings"),
        ("mq.ListBrokers", "mq.DescribeBroker"),
        ("kinesis.DescribeStream", "kinesis.DescribeStreamSummary"),
        ("events.ListArchives", "events.DescribeArchive"),
        ("scheduler.ListSchedules", "scheduler.GetSchedule"),
        ("pipes.ListPipes", "pipes.DescribePipe"),
        ("stepfunctions.ListStateMachines", "stepfunctions.DescribeStateMachine"),
        ("stepfunctions.ListExecutions", "stepfunctions.DescribeExecution"),
    }


@pytest.mark.parametrize("told", ["both", "list"])
def test_a_listed_subscription_is_not_taken_for_one_without_a_filter(told, tmp_path) -> None:
    answers = [("list-subscriptions-by-topic", {"Subscriptions": [LISTED]})]
    if told == "both":
        answers.append(("get-subscription-attributes", {"Attributes": WHOLE}))
    expected = {"both": {'{"kind": ["order"]}'}, "list": {"null"}}
    found = set()
    for order in permutations(saved(tmp_path, *answers)):
        case, _ = collect(list(order), [])
        with case:
            found |= {json.dumps(s.filter) for s in case.documents(Subscription)}
            checks = {f.check for f in judge(case, catalog.checks()).findings}
            assert "triggers/subscription-without-dead-letter" not in checks

    assert found == expected[told]


def test_an_execution_that_is_listed_and_described_is_one(tmp_path) -> None:
    answers = saved(
        tmp_path,
        ("list-executions", {"executions": [EXECUTION]}),
        ("describe-execution", EXECUTION | {"error": "Refused", "cause": "no stock"}),
    )
    found = set()
    for order in permutations(answers):
        case, _ = collect(list(order), [])
        with case:
            ours = [f for f in judge(case, catalog.checks()).findings if "execution" in f.check]
            found.add(tuple((f.summary, f.invocations) for f in ours))

    assert found == {(("An execution is FAILED: Refused", 1),)}


@pytest.mark.parametrize(
    ("begin", "expected"), [("2026-03-01T10:00:30Z", 1), ("2026-03-01T10:01:30Z", 0)]
)
def test_an_execution_that_ended_before_the_window_opens_nothing(begin, expected, tmp_path) -> None:

    case, _ = collect(saved(tmp_path, ("list-executions", {"executions": [EXECUTION]})), [])
    with case:
        case.begin_us = micros(begin)
        found = [f for f in judge(case, catalog.checks()).findings if f.symptom == "workflow"]
        assert len(case.documents(Execution)) == 1

    assert len(found) == expected


CONFIGURATION = {
    "FunctionName": "orders", "FunctionArn": FUNCTION, "Runtime": "python3.13", "Timeout": 3,
    "Handler": "app.handler", "MemorySize": 128, "LastModified": "2026-03-01T09:00:00.000+0000",
    "Version": "$LATEST",
}  # fmt: skip


def test_a_function_is_known_by_what_tells_most_of_it_in_every_order(tmp_path) -> None:
    whole = CONFIGURATION | {"State": "Failed", "StateReason": "no", "StateReasonCode": "EniLimit"}
    answers = saved(
        tmp_path,
        ("list-functions", {"Functions": [CONFIGURATION]}),
        ("get-function-configuration", whole),
        ("get-function", {"Configuration": whole, "Concurrency":
                          {"ReservedConcurrentExecutions": 5}}),
        ("list-versions-by-function", {"Versions": [CONFIGURATION]}),
    )  # fmt: skip
    found = set()
    for order in permutations(answers):
        case, _ = collect(list(order), [])
        with case:
            found.add(tuple((f.state, f.reserved_concurrency) for f in case.functions))

    assert found == {(("Failed", 5),)}


def test_the_model_tells_of_lists_only_what_the_thing_itself_has_too() -> None:
    for short, whole in PAIRS:
        assert tells(short) < tells(whole), (short.name, whole.name)
        assert output(short.name) is not output(whole.name)
    assert {o.name for o in SHORT} - {s.name for s, _ in PAIRS} == {
        "ec2.DescribeVpcs",
        "ec2.DescribeVpcAttribute",
    }
    assert BY_NAME["events.ListRules"].lacks == ()
