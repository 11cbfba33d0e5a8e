"""serverless.yml → declared resources, in CloudFormation's types.

Source: the Serverless Framework's reference of serverless.yml and its AWS events, 2026.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.errors import FormatError
from lambda_triage.evidence.documents import Declared
from lambda_triage.sources.templates.cloudformation import declared, keys_of
from lambda_triage.sources.templates.load import MOST_NODES, lines_of, load
from lambda_triage.sources.templates.resolve import Resolver

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.documents import Json

    Tree = dict[str, Json]

TIMEOUT_S, MEMORY_MB = 6, 1024  # the framework's own defaults
LONGEST = 1_000  # characters of a value that is put into another text
SELF = re.compile(r"\$\{self:([\w.-]+)(?:, ?'?([^'}]*)'?)?\}")
OPTION = re.compile(r"\$\{(?:opt|sls|env|param):[\w.-]+(?:, ?'?([^'}$]*)'?)?\}")


def serverless(text: str) -> tuple[Declared, ...]:
    """Functions with their events, and the resources below `resources`. Raises FormatError."""
    tree = load(text)
    if not isinstance(tree, dict) or not isinstance(tree.get("provider"), dict):
        raise FormatError("no provider stands in serverless.yml")
    filled = _Filling(tree).value(tree)
    assert isinstance(filled, dict)
    below, lines = _part(filled, "resources"), lines_of(text)
    resolver = Resolver(keys_of(below), _part(below, "Parameters"), _part(below, "Mappings"), {})
    filled |= {k: resolver.value(_part(filled, k)) for k in ("provider", "functions")}
    provider = _part(filled, "provider")
    found: list[Declared] = []
    for id, body in _part(filled, "functions").items():
        if isinstance(body, dict):
            found.extend(_function(lines.get(str(id)), str(id), body, provider, filled))
    found.extend(declared(text, below, _part(below, "Resources")))
    return tuple(found)


class _Filling:
    """`${self:…}` and options with a default, filled in; the rest stays as it is."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._nodes = 0

    def value(self, value: Json, depth: int = 0) -> Json:
        """*value* filled in. Raises FormatError where it multiplies itself without end."""
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise FormatError("the template refers to itself too often")
        if depth > 50:
            return value
        if isinstance(value, list):
            return [self.value(v, depth + 1) for v in value]
        if isinstance(value, dict):
            return {k: self.value(v, depth + 1) for k, v in value.items()}
        if not isinstance(value, str) or "${" not in value:
            return value
        whole = SELF.fullmatch(value)
        if whole:
            told = _at(self._tree, whole[1])
            return self.value(told, depth + 10) if told is not None else (whole[2] or value)
        text = OPTION.sub(lambda m: m[1] or m[0], value)
        return SELF.sub(self._part, text)

    def _part(self, hole: re.Match[str]) -> str:
        told = _at(self._tree, hole[1])
        plain = str(told) if isinstance(told, str | int | float) else ""
        return (plain if len(plain) <= LONGEST else "") or hole[2] or hole[0]


def _at(tree: Json, path: str) -> Json:
    for part in path.split("."):
        tree = tree.get(part) if isinstance(tree, dict) else None
    return tree


def _part(body: Tree, name: str) -> Tree:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _function(
    line: int | None, id: str, body: Tree, provider: Tree, tree: Tree
) -> Iterator[Declared]:
    def told(name: str, absent: Json = None) -> Json:
        return body.get(name, provider.get(name, absent))

    service, stage = tree.get("service"), provider.get("stage") or "dev"
    name = body.get("name") or f"{service}-{stage}-{id}"
    vpc = told("vpc")
    properties: Tree = {
        "FunctionName": name,
        "Runtime": told("runtime"),
        "Handler": body.get("handler"),
        "Timeout": told("timeout", TIMEOUT_S),
        "MemorySize": told("memorySize", MEMORY_MB),
        "Architectures": [told("architecture", "x86_64")],
        "Environment": {
            "Variables": {**_part(provider, "environment"), **_part(body, "environment")}
        },
        "VpcConfig": {
            "SubnetIds": vpc.get("subnetIds"),
            "SecurityGroupIds": vpc.get("securityGroupIds"),
        }
        if isinstance(vpc, dict)
        else None,
        "Layers": told("layers"),
        "ReservedConcurrentExecutions": body.get("reservedConcurrency"),
        "DeadLetterConfig": {"TargetArn": body["onError"]} if body.get("onError") else None,
        "EphemeralStorage": {"Size": told("ephemeralStorageSize", 512)},
        "TracingConfig": {"Mode": "Active"} if _part(provider, "tracing").get("lambda") else None,
        "SnapStart": {"ApplyOn": "PublishedVersions"} if body.get("snapStart") else None,
        "PackageType": "Image" if body.get("image") else None,
        "Role": told("role"),
        "KmsKeyArn": told("kmsKeyArn"),
    }
    known = {k: v for k, v in properties.items() if v is not None}
    yield Declared(id=id, type="AWS::Lambda::Function", properties=known, line=line)
    events = body.get("events")
    for index, event in enumerate(events if isinstance(events, list) else []):
        if isinstance(event, dict) and len(event) == 1:
            kind, given = next(iter(event.items()))
            inner: Tree = given if isinstance(given, dict) else {"arn": given}
            yield from _event(f"{id}{index}", str(kind), inner, f"?:{name}", line)
    if any(k in body for k in ("maximumRetryAttempts", "maximumEventAge", "destinations")):
        yield Declared(
            id=f"{id}Invoke", type="AWS::Lambda::EventInvokeConfig",
            properties=_invoke(body) | {"FunctionName": f"?:{name}"}, line=line,
        )  # fmt: skip


def _invoke(body: Tree) -> Tree:
    destinations = _part(body, "destinations")
    sides = (("onFailure", "OnFailure"), ("onSuccess", "OnSuccess"))
    told: Tree = {
        "MaximumRetryAttempts": body.get("maximumRetryAttempts"),
        "MaximumEventAgeInSeconds": body.get("maximumEventAge"),
        "DestinationConfig": {
            there: {"Destination": destinations[here]}
            for here, there in sides
            if here in destinations
        },
    }
    return {k: v for k, v in told.items() if v}


NAMES = {
    "arn": "EventSourceArn", "batchSize": "BatchSize", "enabled": "Enabled",
    "maximumBatchingWindow": "MaximumBatchingWindowInSeconds", "batchWindow":
    "MaximumBatchingWindowInSeconds", "functionResponseType": "FunctionResponseTypes",
    "maximumConcurrency": "MaximumConcurrency", "startingPosition": "StartingPosition",
    "parallelizationFactor": "ParallelizationFactor", "bisectBatchOnFunctionError":
    "BisectBatchOnFunctionError", "maximumRetryAttempts": "MaximumRetryAttempts",
    "maximumRecordAgeInSeconds": "MaximumRecordAgeInSeconds",
}  # fmt: skip


def _event(id: str, kind: str, told: Tree, function: str, line: int | None) -> Iterator[Declared]:
    def made(type: str, properties: Mapping[str, Json], suffix: str = "") -> Declared:
        given = {k: v for k, v in properties.items() if v is not None}
        return Declared(id=id + suffix, type=type, properties=given, line=line)

    match kind:
        case "sqs" | "stream" | "msk" | "kafka" | "activemq" | "rabbitmq":
            given: Tree = {NAMES[k]: v for k, v in told.items() if k in NAMES}
            if most := given.pop("MaximumConcurrency", None):
                given["ScalingConfig"] = {"MaximumConcurrency": most}
            if isinstance(types := given.get("FunctionResponseTypes"), str):
                given["FunctionResponseTypes"] = [types]
            if filters := told.get("filterPatterns"):
                given["FilterCriteria"] = {"Filters": filters}
            yield made("AWS::Lambda::EventSourceMapping", given | {"FunctionName": function})
        case "schedule":
            rate = told.get("rate") or told.get("arn")
            first = rate[0] if isinstance(rate, list) and rate else rate
            rule: Tree = {"ScheduleExpression": first, "Targets": [{"Arn": function, "Id": id}]}
            rule["State"] = "DISABLED" if told.get("enabled") is False else None
            yield made("AWS::Events::Rule", rule)
        case "eventBridge":
            rule = {"EventPattern": told.get("pattern"), "EventBusName": told.get("eventBus"),
                    "ScheduleExpression": told.get("schedule"),
                    "Targets": [{"Arn": function, "Id": id}]}  # fmt: skip
            yield made("AWS::Events::Rule", rule)
        case "s3":
            event = told.get("event") or "s3:ObjectCreated:*"
            bucket = told.get("bucket") or told.get("arn")
            rules = told.get("rules")
            key_rules: list[Json] = [
                {"Name": k, "Value": v}
                for r in (rules if isinstance(rules, list) else [])
                if isinstance(r, dict)
                for k, v in r.items()
            ]
            given = {"Bucket": f"?:{bucket}", "Events": [event], "Function": function,
                     "Filter": {"S3Key": {"Rules": key_rules}}}  # fmt: skip
            yield made("SAM::S3Event", given)
        case "sns":
            topic = told.get("arn") or told.get("topicName")
            given = {"TopicArn": topic if str(topic).startswith("arn:") else f"?:{topic}",
                     "Protocol": "lambda", "Endpoint": function,
                     "FilterPolicy": told.get("filterPolicy"),
                     "FilterPolicyScope": told.get("filterPolicyScope")}  # fmt: skip
            yield made("AWS::SNS::Subscription", given)
        case "http" | "httpApi":
            short = str(told.get("arn") or "").partition(" ")
            method, path = told.get("method") or short[0] or "ANY", told.get("path") or short[2]
            family = "AWS::ApiGatewayV2" if kind == "httpApi" else "AWS::ApiGateway"
            route: Tree = {"ApiId": f"?:{kind}", "RouteKey": f"{str(method).upper()} {path}"}
            yield made(f"{family}::Route", route | {"Target": function})
            yield made(f"{family}::Integration", {"ApiId": f"?:{kind}",
                       "IntegrationUri": function}, "Integration")  # fmt: skip
