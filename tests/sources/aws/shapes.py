"""Bodies in the shape of AWS's answers, out of botocore's models, and calls checked by them."""

from __future__ import annotations

import copy
import json
from functools import cache
from itertools import cycle
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.validate import ParamValidator
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.model import OperationModel, Shape
    from hypothesis.strategies import DrawFn, SearchStrategy

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.want import Want

REGION, ACCOUNT = "eu-west-1", "111122223333"
HERE = f"{REGION}:{ACCOUNT}"
FUNCTION = f"arn:aws:lambda:{HERE}:function:orders"
ARNS = (
    FUNCTION,
    f"{FUNCTION}:live",
    f"arn:aws:lambda:{HERE}:function:shop-pay",
    f"arn:aws:lambda:{REGION}:999999999999:function:elsewhere",
    f"arn:aws:sqs:{HERE}:orders",
    f"arn:aws:sqs:{REGION}:999999999999:orders.fifo",
    f"arn:aws:sns:{HERE}:news",
    f"arn:aws:sns:{HERE}:news:0f0f0f0f-1111-2222-3333-444444444444",
    f"arn:aws:kinesis:{HERE}:stream/clicks",
    f"arn:aws:kinesis:{HERE}:stream/clicks/consumer/fast:1700000000",
    f"arn:aws:dynamodb:{HERE}:table/seats/stream/2026-01-01T00:00:00.000",
    f"arn:aws:kafka:{HERE}:cluster/events/0f0f0f0f-1111-2222-3333-444444444444-5",
    f"arn:aws:mq:{HERE}:broker:bus:b-0f0f0f0f-1111-2222-3333-444444444444",
    f"arn:aws:rds:{HERE}:cluster:ledger",
    f"arn:aws:rds:{HERE}:db:ledger-1",
    f"arn:aws:elasticache:{HERE}:replicationgroup:carts",
    f"arn:aws:events:{HERE}:rule/nightly",
    f"arn:aws:events:{HERE}:rule/shop/nightly",
    f"arn:aws:events:{HERE}:rule/aws.partner/example.com/1/nightly",
    f"arn:aws:pipes:{HERE}:pipe/stock",
    f"arn:aws:scheduler:{HERE}:schedule/default/daily",
    f"arn:aws:scheduler:{HERE}:schedule/night/daily",
    f"arn:aws:states:{HERE}:stateMachine:checkout",
    f"arn:aws:states:{HERE}:stateMachine:checkout:3",
    f"arn:aws:states:{HERE}:execution:checkout:run-1",
    f"arn:aws:execute-api:{HERE}:abcde12345/*/GET/orders",
    f"arn:aws:elasticloadbalancing:{HERE}:targetgroup/web/0123456789abcdef",
    f"arn:aws:elasticloadbalancing:{HERE}:loadbalancer/app/front/0123456789abcdef",
    "arn:aws:s3:::invoices",
    "arn:aws:s3:::invoices/*",
    f"arn:aws:logs:{HERE}:log-group:/aws/lambda/other:*",
    f"arn:aws:secretsmanager:{HERE}:secret:prod/ledger-AbCdEf",
    f"arn:aws:ssm:{HERE}:parameter/prod/url",
    f"arn:aws:ssm:{HERE}:parameter/url",
    f"arn:aws:kms:{HERE}:key/0f0f0f0f-1111-2222-3333-444444444444",
    f"arn:aws:iam::{ACCOUNT}:role/service/orders",
    f"arn:aws:iam::{ACCOUNT}:policy/orders",
    f"arn:aws:cloudformation:{HERE}:stack/shop-data/0f0f0f0f-1111-2222-3333-444444444444",
    f"arn:aws:lambda:{HERE}:layer:shared:7",
    f"arn:aws:events:us-east-1:{ACCOUNT}:rule/far",
    f"arn:aws:events:{HERE}:rule/*",
)
URI = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{{}}/invocations"
IDS = {
    "subnetid": "subnet-0a1b", "securitygroup": "sg-0a1b", "groupid": "sg-0a1b", "vpcid": "vpc-0a1b",
    "resourceid": "ab12cd", "restapiid": "abcde12345", "apiid": "abcde12345",
    "rolename": "orders", "functionname": "orders", "domainname": "api.example.com",
    "id": "abcde12345", "clientsubnets": "subnet-0a1b", "endpoint": FUNCTION, "bus": "shop",
}  # fmt: skip
TYPES = (  # CloudFormation's type, and what its physical id looks like
    ("AWS::Lambda::Function", "shop-pay"), ("AWS::CloudFormation::Stack", ARNS[-4]),
    ("AWS::SQS::Queue", f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/shop-jobs"),
    ("AWS::Kinesis::Stream", "shop-clicks"), ("AWS::DynamoDB::Table", "shop-seats"),
    ("AWS::DynamoDB::GlobalTable", "shop-seats"), ("AWS::SNS::Topic", f"arn:aws:sns:{HERE}:news"),
    ("AWS::SNS::Subscription", f"arn:aws:sns:{HERE}:news:0f0f0f0f-1111-2222-3333-444444444444"),
    ("AWS::Events::Rule", "shop-nightly"), ("AWS::Events::Rule", "shop|nightly"),
    ("AWS::StepFunctions::StateMachine", f"arn:aws:states:{HERE}:stateMachine:checkout"),
    ("AWS::Pipes::Pipe", "shop-stock"), ("AWS::Scheduler::Schedule", "shop-daily"),
    ("AWS::ApiGateway::RestApi", "abcde12345"), ("AWS::ApiGatewayV2::Api", "fghij67890"),
    ("AWS::ElasticLoadBalancingV2::TargetGroup",
     f"arn:aws:elasticloadbalancing:{HERE}:targetgroup/web/0123456789abcdef"),
    ("AWS::S3::Bucket", "shop-invoices"), ("AWS::MSK::Cluster", ARNS[11]),
    ("AWS::AmazonMQ::Broker", "b-0f0f0f0f"), ("AWS::IAM::Role", "shop-role"),
    ("AWS::RDS::DBInstance", "ledger-1"), ("AWS::RDS::DBCluster", "ledger"),
    ("AWS::RDS::DBProxy", "ledger"), ("AWS::DocDB::DBCluster", "papers"),
    ("AWS::ElastiCache::CacheCluster", "carts"), ("AWS::ElastiCache::ReplicationGroup", "carts"),
    ("AWS::ElastiCache::ServerlessCache", "baskets"),
    ("AWS::SecretsManager::Secret", f"arn:aws:secretsmanager:{HERE}:secret:prod/ledger-AbCdEf"),
    ("AWS::SSM::Parameter", "/prod/url"), ("AWS::CloudWatch::Alarm", "shop-errors"),
    ("Custom::Seed", "seed-1"),
)  # fmt: skip
ATTRIBUTES = {
    "QueueArn": f"arn:aws:sqs:{HERE}:orders", "TopicArn": f"arn:aws:sns:{HERE}:news",
    "SubscriptionArn": f"arn:aws:sns:{HERE}:news:0f0f0f0f-1111-2222-3333-444444444444",
    "RedrivePolicy": json.dumps(
        {"deadLetterTargetArn": f"arn:aws:sqs:{HERE}:orders-dlq", "maxReceiveCount": 3}),
    "KmsMasterKeyId": "0f0f0f0f-1111-2222-3333-444444444444",
    "Protocol": "sqs", "Endpoint": f"arn:aws:sqs:{HERE}:orders", "VisibilityTimeout": "30",
}  # fmt: skip
DEEPEST = 12


def policy(*sources: str) -> str:
    """A resource policy that lets these in."""
    statements = [
        {"Effect": "Allow", "Principal": {"Service": "x.amazonaws.com"}, "Action": "*",
         "Condition": {"ArnLike": {"AWS:SourceArn": arn}, "StringEquals": {"aws:x": "y"}}}
        for arn in sources
    ]  # fmt: skip
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def definition(*resources: str) -> str:
    """A state machine that calls these, some of them in inner states."""
    states: dict[str, Any] = {
        f"S{n}": {"Type": "Task", "Resource": arn} for n, arn in enumerate(resources)
    }
    invoke = {"Resource": "arn:aws:states:::lambda:invoke", "Type": "Task"}
    states["Q"] = {**invoke, "Parameters": {"FunctionName": FUNCTION}}
    states["P"] = {"Type": "Parallel", "Branches": [{"States": {"In": {**states["Q"]}}}]}
    states["M"] = {"Type": "Map", "ItemProcessor": {"States": {"In": {**states["Q"]}}}}
    return json.dumps({"StartAt": "S0", "States": states})


@cache
def model(operation: str) -> OperationModel:
    """botocore's model of `service.Operation`."""
    service, _, name = operation.partition(".")
    found: OperationModel = _session().get_service_model(service).operation_model(name)
    return found


@cache
def _session() -> Any:
    return botocore.session.get_session()


def faults(want: Want) -> str:
    """What botocore says against the parameters of a want; empty where it takes them."""
    shape = model(want.operation).input_shape
    if shape is None:
        return "" if not want.parameters else "takes no parameters"
    report: str = ParamValidator().validate(want.parameters, shape).generate_report()
    return report


def bodies(operation: str) -> Iterator[dict[str, Json]]:
    """Whole answers: every member of the model is there, and every ARN is once that of each kind."""
    for first in range(len(ARNS)):
        body = _Filler(first).value(model(operation).output_shape, "", 0)
        assert isinstance(body, dict)
        yield body


class _Filler:
    """Values for shapes; ARNs and enumerations go round from one body to the next."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._arns = cycle((*ARNS[first:], *ARNS[:first]))

    def value(self, shape: Shape | None, name: str, deep: int) -> Json:
        if shape is None or deep > DEEPEST:
            return {}
        told: Any = shape
        match shape.type_name:
            case "structure":
                if name == "StackResourceSummaries":
                    return self._resource()
                return {n: self.value(s, n, deep + 1) for n, s in told.members.items()}
            case "list":
                count = len(TYPES) if name == "StackResourceSummaries" else 2
                return [self.value(told.member, name, deep + 1) for _ in range(count)]
            case "map":
                return self._map(told, name, deep)
            case "integer" | "long":
                return 7
            case "float" | "double":
                return 0.5
            case "boolean":
                return True
            case "timestamp":
                return "2026-03-01T10:00:00Z"
        return self._text(told, name)

    def _resource(self) -> dict[str, Json]:
        index = self._first
        self._first += 1
        type, id = TYPES[index % len(TYPES)]
        return {"ResourceType": type, "PhysicalResourceId": id, "LogicalResourceId": "A",
                "ResourceStatus": "CREATE_COMPLETE"}  # fmt: skip

    def _map(self, shape: Any, name: str, deep: int) -> dict[str, Json]:
        if name == "Attributes":
            return {**ATTRIBUTES, "Policy": policy(*ARNS)}
        if name == "resourceMethods":
            return {v: self.value(shape.value, name, deep + 1) for v in ("GET", "OPTIONS")}
        if name == "Tags":
            return {"aws:cloudformation:stack-name": "shop"}
        if name == "Variables":
            return {f"V{n}_ARN": arn for n, arn in enumerate(ARNS)} | {"TABLE_NAME": "seats"}
        keys = getattr(shape.key, "enum", None) or ["a", "b"]
        return {k: self.value(shape.value, str(k), deep + 1) for k in keys[:3]}

    def _text(self, shape: Any, name: str) -> str:
        low = name.lower()
        if low in ("policy", "resourcepolicy", "document", "policydocument"):
            return policy(*ARNS)
        if low == "definition":
            return definition(*ARNS)
        if shape.enum:
            enum: list[str] = shape.enum
            return enum[self._first % len(enum)]
        if low.endswith("uri"):
            return URI.format(next(self._arns))
        if "arn" in low or low in ("destination", "source", "target", "enrichment", "endpoint"):
            return next(self._arns)
        found = IDS.get(low) or next((v for k, v in IDS.items() if len(k) > 2 and k in low), None)
        return found or f"{low or 'x'}-{self._first}"


def junk() -> SearchStrategy[Json]:
    """Any JSON, with the words and ARNs that follow functions look for."""
    words = st.sampled_from(
        (*ARNS, policy(*ARNS[:9]), definition(ARNS[0]), "*", "", "${a}", "{", "[")
    )
    plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | words
    return st.recursive(
        plain,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
        max_leaves=8,
    )


NAMES = st.sampled_from(
    ("Policy", "Attributes", "Statement", "Condition", "States", "items", "Items", "Name", "Arn")
) | st.text(max_size=5)


@st.composite
def broken(draw: DrawFn, body: dict[str, Json]) -> dict[str, Json]:
    """The same body with some of its values left out or replaced by anything."""
    found: dict[str, Json] = copy.deepcopy(body)
    for _ in range(draw(st.integers(1, 4))):
        at: Json = found
        while isinstance(at, (dict, list)) and at:
            keys: list[Any] = list(at) if isinstance(at, dict) else list(range(len(at)))
            key = draw(st.sampled_from(keys))
            inner = at[key]
            if not isinstance(inner, (dict, list)) or not inner or draw(st.booleans()):
                at[key] = draw(junk())
                break
            at = inner
    return found
