"""What a collection begins with, and from state machines, stacks and databases on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from lambda_triage.sources.aws.follow import (
    linked,
)
from lambda_triage.sources.aws.start import start
from tests.sources.aws.following import MACHINE, QUEUE, RUN, SCOPE, STACK, after, calls
from tests.sources.aws.shapes import FUNCTION, HERE, definition

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json


def machine(*functions: str, type: str = "STANDARD") -> Json:
    return {"stateMachineArn": MACHINE, "type": type, "definition": definition(*functions)}


def test_a_state_machine_leads_to_failed_executions_and_what_it_calls() -> None:
    wants = after("stepfunctions.DescribeStateMachine", machine(f"{FUNCTION[:-6]}pay"))

    assert calls(wants) == [
        ("stepfunctions.ListExecutions", "checkout"),
        ("stepfunctions.ListExecutions", "checkout"),
        ("lambda.GetFunctionConfiguration", "pay"),
    ]
    assert [w.parameters["statusFilter"] for w in wants[:2]] == ["FAILED", "TIMED_OUT"]


def test_express_executions_are_not_listed_since_aws_keeps_none() -> None:
    wants = after("stepfunctions.DescribeStateMachine", machine(type="EXPRESS"))

    assert [w for w in wants if w.action == "ListExecutions"] == []


def test_a_state_machine_of_others_is_not_followed() -> None:
    alone = replace(SCOPE, functions=("invoices",))

    assert after("stepfunctions.DescribeStateMachine", machine(FUNCTION), alone) == []


def test_the_newest_executions_of_the_window_are_described() -> None:
    told: list[Json] = [
        {"executionArn": RUN.format(f"at-{minute}"), "stopDate": f"2026-03-01T10:{minute}:00Z"}
        for minute in range(10, 20)
    ]
    late: Json = {"executionArn": RUN.format("late"), "stopDate": "2026-03-02T10:00:00Z"}
    wants = after("stepfunctions.ListExecutions", {"executions": [*told, late]})

    asked = [want.parameters["executionArn"] for want in wants[::2]]
    assert asked == [RUN.format(f"at-{minute}") for minute in (19, 18, 17, 16, 15)]
    assert {want.about for want in wants} == {"checkout"}


def listed(*resources: tuple[str, str]) -> Json:
    return {"StackResourceSummaries": [
        {"ResourceType": type, "PhysicalResourceId": id, "ResourceStatus": "CREATE_COMPLETE"}
        for type, id in resources
    ]}  # fmt: skip


RESOURCES = listed(
    ("AWS::CloudWatch::Alarm", "errors"), ("AWS::Logs::LogGroup", "/aws/lambda/shop-pay"),
    ("AWS::Events::Rule", "shop|nightly"), ("AWS::Scheduler::Schedule", "shop-daily"),
    ("AWS::SQS::Queue", QUEUE.format("shop-jobs")), ("AWS::Lambda::Function", "shop-pay"),
    ("AWS::StepFunctions::StateMachine", MACHINE),
)  # fmt: skip


def test_a_stack_leads_to_its_functions_first_then_to_all_that_matters() -> None:
    assert calls(after("cloudformation.ListStackResources", RESOURCES, STACK)) == [
        ("lambda.GetFunction", "shop-pay"),
        ("events.ListRuleNamesByTarget", "shop-pay"),
        ("pipes.ListPipes", "shop-pay"),
        ("sqs.GetQueueAttributes", "shop-jobs"),
        ("events.DescribeRule", "nightly"),
        ("events.ListTargetsByRule", "nightly"),
        ("events.ListArchives", "shop"),
        ("stepfunctions.DescribeStateMachine", "checkout"),
        ("scheduler.ListSchedules", "shop-daily"),
        ("cloudwatch.DescribeAlarms", "errors"),
    ]


def test_the_stack_of_a_function_leads_only_to_what_may_invoke_it_unseen() -> None:
    assert calls(after("cloudformation.ListStackResources", RESOURCES)) == [
        ("stepfunctions.DescribeStateMachine", "checkout"),
        ("scheduler.ListSchedules", "shop-daily"),
    ]


def test_what_is_deleted_is_not_asked_about() -> None:
    gone: Json = {"ResourceType": "AWS::Lambda::Function", "PhysicalResourceId": "shop-pay",
                  "ResourceStatus": "DELETE_COMPLETE"}  # fmt: skip

    assert (
        after("cloudformation.ListStackResources", {"StackResourceSummaries": [gone]}, STACK) == []
    )


def test_a_function_leads_to_the_deployments_of_its_stack() -> None:
    wants = after("lambda.GetFunction", {"Tags": {"aws:cloudformation:stack-name": "shop"}})

    assert {want.about for want in wants} == {"shop"}
    assert [want.action for want in wants] == [
        "DescribeStacks", "DescribeStackEvents", "ListStackResources",
    ]  # fmt: skip


def test_a_failed_stack_within_a_stack_tells_why() -> None:
    nested = f"arn:aws:cloudformation:{HERE}:stack/shop-data/0f0f"
    own = f"arn:aws:cloudformation:{HERE}:stack/shop/0a0a"

    def event(id: str, status: str) -> dict[str, Json]:
        return {"StackId": own, "ResourceType": "AWS::CloudFormation::Stack",
                "PhysicalResourceId": id, "ResourceStatus": status}  # fmt: skip

    told: list[Json] = [event(own, "UPDATE_ROLLBACK_FAILED"), event(nested, "CREATE_FAILED"),
                        event(f"{nested}-ok", "CREATE_COMPLETE")]  # fmt: skip
    wants = after("cloudformation.DescribeStackEvents", {"StackEvents": told}, STACK)

    assert [want.parameters for want in wants] == [{"StackName": nested}]


def test_databases_behind_a_proxy_are_asked_for_by_what_calls_take() -> None:
    body: Json = {"Targets": [
        {"Type": "TRACKED_CLUSTER", "RdsResourceId": "ledger"},
        {"Type": "RDS_INSTANCE", "RdsResourceId": "ledger-1", "TrackedClusterId": "ledger"},
    ]}  # fmt: skip

    assert calls(after("rds.DescribeDBProxyTargets", body)) == [
        ("rds.DescribeDBClusters", "ledger"),
        ("rds.DescribeDBInstances", "ledger-1"),
    ]


def test_what_befell_a_database_is_asked_of_the_window() -> None:
    events_of, _ = after(
        "rds.DescribeDBInstances",
        {"DBInstances": [{"DBInstanceIdentifier": "ledger-1", "DBClusterIdentifier": "ledger"}]},
    )

    assert events_of.operation == "rds.DescribeEvents"
    assert events_of.parameters["StartTime"] == "2026-03-01T09:00:00Z"
    assert events_of.parameters["EndTime"] == "2026-03-01T12:00:00Z"


@pytest.mark.parametrize(
    ("told", "expected"),
    [("orders", {"FunctionName": "orders"}),
     (FUNCTION, {"FunctionName": "orders"}),
     (f"{FUNCTION}:live", {"FunctionName": "orders", "Qualifier": "live"}),
     ("orders:live", {"FunctionName": "orders", "Qualifier": "live"}),
     ("arn:aws:lambda:eu-west-1:999999999999:function:theirs:3",
      {"FunctionName": "arn:aws:lambda:eu-west-1:999999999999:function:theirs", "Qualifier": "3"})],
)  # fmt: skip
def test_a_function_is_asked_for_however_it_is_named(told: str, expected: Json) -> None:
    first, *rest = start(replace(SCOPE, functions=(told,)))

    assert (first.operation, first.parameters) == ("lambda.GetFunction", expected)
    assert rest[-1].operation == "lambda.GetAccountSettings"


def test_rules_and_pipes_are_asked_for_by_function_and_alias() -> None:
    wants = start(replace(SCOPE, qualifier="live"))
    told = [w.parameters.get("TargetArn") or w.parameters.get("TargetPrefix") for w in wants[1:-1]]

    assert told == [FUNCTION, FUNCTION, f"{FUNCTION}:live", f"{FUNCTION}:live"]


def test_a_stack_is_asked_for_with_its_events_and_template() -> None:
    assert calls(list(start(STACK))) == [
        ("cloudformation.DescribeStacks", "shop"),
        ("cloudformation.ListStackResources", "shop"),
        ("cloudformation.DescribeStackEvents", "shop"),
        ("lambda.GetAccountSettings", "111122223333"),
    ]


def test_the_same_resource_gives_the_same_want_however_it_was_found() -> None:
    by_arn = list(linked.about(f"arn:aws:sqs:{HERE}:shop-jobs", STACK))
    by_stack = after(
        "cloudformation.ListStackResources",
        listed(("AWS::SQS::Queue", QUEUE.format("shop-jobs"))),
        STACK,
    )

    assert by_arn == by_stack
