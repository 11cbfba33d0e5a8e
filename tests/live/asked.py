"""Every operation that is read of what the shop has, with one call of each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.want import Want
from tests.live import fetch
from tests.live.drive import STACK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.evidence.documents import Json
    from tests.live.account import Account

BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
FUNCTION = f"{STACK}-shipping"
OF_FUNCTION = (
    "GetFunction", "ListVersionsByFunction", "ListAliases", "ListFunctionEventInvokeConfigs",
    "ListProvisionedConcurrencyConfigs", "ListFunctionUrlConfigs", "GetFunctionRecursionConfig",
    "GetFunctionEventInvokeConfig", "GetFunctionCodeSigningConfig", "GetRuntimeManagementConfig",
)  # fmt: skip
WITHOUT: tuple[str, ...] = (
    "lambda.ListFunctions", "events.ListRules", "events.ListArchives", "logs.DescribeLogGroups",
    "iam.GetAccountAuthorizationDetails", "cloudwatch.DescribeAlarms", "cloudtrail.LookupEvents",
    "sns.ListSubscriptions", "ec2.DescribeSubnets", "ec2.DescribeSecurityGroups",
    "ec2.DescribeVpcEndpoints", "sts.GetCallerIdentity", "scheduler.ListSchedules",
    "pipes.ListPipes", "stepfunctions.ListStateMachines", "apigateway.GetRestApis",
    "apigatewayv2.GetApis", "elbv2.DescribeTargetGroups", "kafka.ListClustersV2",
    "compute-optimizer.GetLambdaFunctionRecommendations",
)  # fmt: skip


def every(account: Account) -> Iterator[Want]:
    """What `fetch` asks, and what a collector may ask beyond it."""
    yield from fetch.wants(account)
    yield from fetch.policies(account)
    for action in OF_FUNCTION:
        yield Want.of(f"lambda.{action}", FUNCTION, FunctionName=FUNCTION)
    for operation in WITHOUT:
        yield Want.of(operation, "all")
    yield from _of_resources(account)
    yield from _in_time()


def _of_resources(account: Account) -> Iterator[Want]:
    found = account.client("lambda").list_event_source_mappings(FunctionName=FUNCTION)
    role = account.client("lambda").get_function_configuration(FunctionName=FUNCTION)["Role"]
    uuid = found["EventSourceMappings"][0]["UUID"]
    yield Want.of("lambda.GetEventSourceMapping", FUNCTION, UUID=uuid)
    yield Want.of("iam.GetPolicyVersion", "basic", PolicyArn=BASIC, VersionId="v1")
    yield Want.of(
        "iam.SimulatePrincipalPolicy",
        FUNCTION,
        PolicySourceArn=role,
        ActionNames=["sqs:ReceiveMessage", "s3:GetObject"],
    )
    yield Want.of(
        "logs.DescribeSubscriptionFilters", FUNCTION, logGroupName=f"/aws/lambda/{FUNCTION}"
    )
    yield Want.of("cloudformation.DescribeStacks", STACK, StackName=STACK)
    yield Want.of("cloudformation.ListStackResources", STACK, StackName=STACK)
    yield Want.of("cloudformation.GetTemplate", STACK, StackName=STACK, TemplateStage="Processed")
    yield Want.of("sqs.ListDeadLetterSourceQueues", STACK, QueueUrl=_dead(account))
    yield Want.of(
        "application-autoscaling.DescribeScalableTargets", STACK, ServiceNamespace="lambda"
    )
    yield Want.of(
        "service-quotas.GetServiceQuota", STACK, ServiceCode="lambda", QuotaCode="L-B99A9384"
    )


def _in_time() -> Iterator[Want]:
    now = datetime.now(UTC).replace(microsecond=0)
    window: dict[str, Json] = {
        "StartTime": (now - timedelta(hours=1)).isoformat(),
        "EndTime": now.isoformat(),
    }
    yield Want.of("xray.GetTraceSummaries", STACK, **window)
    yield Want.of("xray.BatchGetTraces", STACK, TraceIds=["1-5f84c7a1-0123456789abcdef01234567"])
    yield Want.of(
        "cloudwatch.GetMetricStatistics",
        FUNCTION,
        Namespace="AWS/Lambda",
        MetricName="Invocations",
        Dimensions=[{"Name": "FunctionName", "Value": FUNCTION}],
        Period=60,
        Statistics=["Sum"],
        **window,
    )
    yield Want.of(
        "ce.GetCostAndUsage",
        STACK,
        TimePeriod={"Start": f"{now - timedelta(days=1):%Y-%m-%d}", "End": f"{now:%Y-%m-%d}"},
        Granularity="DAILY",
        Metrics=["UnblendedCost"],
    )


def _dead(account: Account) -> str:
    return f"{account.url}/{account.id}/{STACK}-parcels-dead"
