"""What SAM declares inside a function, as resources of their own.

Sources: the AWS::Serverless resource pages of the SAM developer guide, 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.evidence.documents import Declared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.documents import Json

    Properties = dict[str, Json]

FUNCTION = "AWS::Serverless::Function"
MAPPED = {
    "SQS": "Queue", "Kinesis": "Stream", "DynamoDB": "Stream", "MSK": "Stream", "MQ": "Broker",
    "DocumentDB": "Cluster", "SelfManagedKafka": "",
}  # fmt: skip  # event type → the property that names its source
PLAIN = {
    "AWS::Serverless::SimpleTable": "AWS::DynamoDB::Table",
    "AWS::Serverless::Api": "AWS::ApiGateway::RestApi",
    "AWS::Serverless::HttpApi": "AWS::ApiGatewayV2::Api",
    "AWS::Serverless::StateMachine": "AWS::StepFunctions::StateMachine",
    "AWS::Serverless::LayerVersion": "AWS::Lambda::LayerVersion",
}


def expanded(
    resources: tuple[Declared, ...], globals_: Mapping[str, Json], keys: Mapping[str, str]
) -> tuple[Declared, ...]:
    """SAM's resources in CloudFormation's types, and what their properties imply."""
    shared = globals_.get("Function")
    found: list[Declared] = []
    for resource in resources:
        if resource.type == FUNCTION:
            merged = _merged(shared if isinstance(shared, dict) else {}, dict(resource.properties))
            function = replace(resource, type="AWS::Lambda::Function", properties=_plain(merged))
            found.append(function)
            found.extend(_implied(function, merged, keys[resource.id]))
        else:
            found.append(_renamed(resource))
    return tuple(found)


def _renamed(resource: Declared) -> Declared:
    properties = dict(resource.properties)
    if resource.type == "AWS::Serverless::HttpApi":
        properties["ProtocolType"] = "HTTP"
    if resource.type == "AWS::Serverless::SimpleTable":
        properties.setdefault("BillingMode", "PAY_PER_REQUEST")
    return replace(resource, type=PLAIN.get(resource.type, resource.type), properties=properties)


def _merged(shared: Properties, own: Properties) -> Properties:
    """Globals under the function's own: objects are merged, lists joined, the rest replaced."""
    merged = dict(shared)
    for name, value in own.items():
        held = merged.get(name)
        if isinstance(held, dict) and isinstance(value, dict):
            merged[name] = _merged(held, value)
        elif isinstance(held, list) and isinstance(value, list):
            merged[name] = [*held, *value]
        else:
            merged[name] = value
    return merged


def _plain(properties: Properties) -> Properties:
    """SAM's short forms in the words of AWS::Lambda::Function."""
    found = dict(properties)
    if isinstance(mode := properties.get("Tracing"), str):
        found["TracingConfig"] = {"Mode": mode}
    if isinstance(queue := properties.get("DeadLetterQueue"), dict):
        found["DeadLetterConfig"] = {"TargetArn": queue.get("TargetArn")}
    return found


def _implied(function: Declared, properties: Properties, key: str) -> Iterator[Declared]:
    events = properties.get("Events")
    for name, event in events.items() if isinstance(events, dict) else ():
        if isinstance(event, dict):
            inner = event.get("Properties")
            told = inner if isinstance(inner, dict) else {}
            yield from _event(function, f"{function.id}{name}", str(event.get("Type")), told, key)
    if isinstance(config := properties.get("EventInvokeConfig"), dict):
        yield _made(function, "EventInvokeConfig", "AWS::Lambda::EventInvokeConfig",
                    _invoke(config) | {"FunctionName": key})  # fmt: skip
    if isinstance(config := properties.get("FunctionUrlConfig"), dict):
        yield _made(function, "Url", "AWS::Lambda::Url", config | {"TargetFunctionArn": key})
    if alias := properties.get("AutoPublishAlias"):
        given: Properties = {"Name": alias, "FunctionName": key}
        given["ProvisionedConcurrencyConfig"] = properties.get("ProvisionedConcurrencyConfig")
        yield _made(function, "Alias", "AWS::Lambda::Alias", given)
    if "Role" not in properties:
        yield _made(function, "Role", "AWS::Serverless::Role",
                    {"Policies": properties.get("Policies"), "Function": key})  # fmt: skip


def _invoke(config: Properties) -> Properties:
    found = dict(config)
    destinations = config.get("DestinationConfig")
    for side in ("OnFailure", "OnSuccess"):
        told = destinations.get(side) if isinstance(destinations, dict) else None
        if isinstance(told, dict) and "Destination" not in told:  # SAM makes the queue or topic
            made = {"Destination": f"?:{told.get('Type', 'made')}"}
            found["DestinationConfig"] = {**(destinations or {}), side: made}  # type: ignore[dict-item]
    return found


def _event(
    function: Declared, id: str, type: str, told: Properties, key: str
) -> Iterator[Declared]:
    def made(kind: str, properties: Mapping[str, Json], suffix: str = "") -> Declared:
        return Declared(id=id + suffix, type=kind, properties=properties, line=function.line)

    match type:
        case "SQS" | "Kinesis" | "DynamoDB" | "MSK" | "MQ" | "DocumentDB" | "SelfManagedKafka":
            source = told.get(MAPPED[type]) if MAPPED[type] else None
            given = told | {"FunctionName": key}
            if source is not None:
                given["EventSourceArn"] = source
            yield made("AWS::Lambda::EventSourceMapping", given)
        case "Schedule" | "EventBridgeRule" | "CloudWatchEvent":
            off = told.get("Enabled") is False
            rule = told | {"ScheduleExpression": told.get("Schedule"),
                           "EventPattern": told.get("Pattern")}  # fmt: skip
            rule |= {"State": "DISABLED"} if off else {}
            target: Properties = {"Arn": key, "Id": id, "Input": told.get("Input"),
                                  "DeadLetterConfig": told.get("DeadLetterConfig"),
                                  "RetryPolicy": told.get("RetryPolicy")}  # fmt: skip
            rule["Targets"] = [{k: v for k, v in target.items() if v is not None}]
            rule.pop("Name", None)
            yield made("AWS::Events::Rule", {k: v for k, v in rule.items() if v is not None})
        case "ScheduleV2":
            target = {"Arn": key, "DeadLetterConfig": told.get("DeadLetterConfig")}
            yield made("AWS::Scheduler::Schedule", told | {"Target": target})
        case "SNS":
            given = told | {"TopicArn": told.get("Topic"), "Protocol": "lambda", "Endpoint": key}
            yield made("AWS::SNS::Subscription", given)
        case "S3":
            yield made("SAM::S3Event", told | {"Function": key})
        case "Api" | "HttpApi":
            api = told.get("RestApiId") or told.get("ApiId") or f"?:Serverless{type}"
            route = f"{str(told.get('Method', 'any')).upper()} {told.get('Path', '$default')}"
            kind = "AWS::ApiGatewayV2" if type == "HttpApi" else "AWS::ApiGateway"
            yield made(f"{kind}::Route", {"ApiId": api, "RouteKey": route, "Target": key})
            yield made(f"{kind}::Integration", told | {"ApiId": api, "IntegrationUri": key},
                       "Integration")  # fmt: skip


def _made(function: Declared, suffix: str, type: str, properties: Mapping[str, Json]) -> Declared:
    given = {k: v for k, v in properties.items() if v is not None}
    return Declared(id=function.id + suffix, type=type, properties=given, line=function.line)
