"""Terraform configuration → declared resources, in CloudFormation's types where they are known.

Source: the AWS provider's documentation of each resource, 2026.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.errors import FormatError
from lambda_triage.evidence.documents import Declared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.evidence.documents import Json

    Tree = dict[str, Json]

REFERENCE = re.compile(
    r"^\$?\{?(?P<data>data\.)?(?P<type>aws_\w+)\.(?P<id>[\w-]+)(?:\[[^\]]*\])?"
    r"(?:\.(?P<attribute>\w+))?\}?$"
)
LONGEST = 1_000  # characters of a value that is put into another text
VARIABLE = re.compile(r"\$\{(?P<kind>var|local)\.(?P<name>[\w-]+)\}")

# Terraform type → CloudFormation type, and the arguments whose names differ beyond their case.
TYPES: dict[str, tuple[str, dict[str, str]]] = {
    "aws_lambda_function": ("AWS::Lambda::Function", {
        "environment.variables": "Environment.Variables", "vpc_config.subnet_ids":
        "VpcConfig.SubnetIds", "vpc_config.security_group_ids": "VpcConfig.SecurityGroupIds",
        "tracing_config.mode": "TracingConfig.Mode", "dead_letter_config.target_arn":
        "DeadLetterConfig.TargetArn", "ephemeral_storage.size": "EphemeralStorage.Size",
        "snap_start.apply_on": "SnapStart.ApplyOn", "logging_config.log_format":
        "LoggingConfig.LogFormat", "logging_config.log_group": "LoggingConfig.LogGroup",
        "logging_config.application_log_level": "LoggingConfig.ApplicationLogLevel",
        "file_system_config": "FileSystemConfigs",
    }),
    "aws_lambda_event_source_mapping": ("AWS::Lambda::EventSourceMapping", {
        "scaling_config.maximum_concurrency": "ScalingConfig.MaximumConcurrency",
        "destination_config.on_failure.destination_arn": "DestinationConfig.OnFailure.Destination",
    }),
    "aws_lambda_function_event_invoke_config": ("AWS::Lambda::EventInvokeConfig", {
        "destination_config.on_failure.destination": "DestinationConfig.OnFailure.Destination",
        "destination_config.on_success.destination": "DestinationConfig.OnSuccess.Destination",
    }),
    "aws_lambda_permission": ("AWS::Lambda::Permission", {}),
    "aws_lambda_alias": ("AWS::Lambda::Alias", {}),
    "aws_lambda_function_url": ("AWS::Lambda::Url", {
        "authorization_type": "AuthType", "function_name": "TargetFunctionArn",
        "cors.allow_origins": "Cors.AllowOrigins", "cors.allow_methods": "Cors.AllowMethods",
        "cors.allow_headers": "Cors.AllowHeaders",
    }),
    "aws_sqs_queue": ("AWS::SQS::Queue", {
        "name": "QueueName", "visibility_timeout_seconds": "VisibilityTimeout",
        "message_retention_seconds": "MessageRetentionPeriod", "fifo_queue": "FifoQueue",
        "receive_wait_time_seconds": "ReceiveMessageWaitTimeSeconds",
        "redrive_policy.deadLetterTargetArn": "RedrivePolicy.deadLetterTargetArn",
        "redrive_policy.maxReceiveCount": "RedrivePolicy.maxReceiveCount",
    }),
    "aws_sqs_queue_policy": ("AWS::SQS::QueuePolicy", {
        "queue_url": "Queues", "policy": "PolicyDocument"}),
    "aws_sns_topic": ("AWS::SNS::Topic", {"name": "TopicName"}),
    "aws_sns_topic_policy": ("AWS::SNS::TopicPolicy", {"arn": "Topics",
                                                       "policy": "PolicyDocument"}),
    "aws_sns_topic_subscription": ("AWS::SNS::Subscription", {}),
    "aws_kinesis_stream": ("AWS::Kinesis::Stream", {
        "retention_period": "RetentionPeriodHours",
        "stream_mode_details.stream_mode": "StreamModeDetails.StreamMode"}),
    "aws_dynamodb_table": ("AWS::DynamoDB::Table", {
        "name": "TableName", "stream_enabled": "StreamSpecification.StreamEnabled",
        "stream_view_type": "StreamSpecification.StreamViewType",
        "read_capacity": "ProvisionedThroughput.ReadCapacityUnits",
        "write_capacity": "ProvisionedThroughput.WriteCapacityUnits"}),
    "aws_cloudwatch_event_rule": ("AWS::Events::Rule", {}),
    "aws_cloudwatch_event_target": ("AWS::Events::Target", {
        "target_id": "Id", "dead_letter_config.arn": "DeadLetterConfig.Arn",
        "retry_policy.maximum_retry_attempts": "RetryPolicy.MaximumRetryAttempts",
        "retry_policy.maximum_event_age_in_seconds": "RetryPolicy.MaximumEventAgeInSeconds"}),
    "aws_scheduler_schedule": ("AWS::Scheduler::Schedule", {
        "target.arn": "Target.Arn", "target.role_arn": "Target.RoleArn",
        "target.dead_letter_config.arn": "Target.DeadLetterConfig.Arn",
        "flexible_time_window.mode": "FlexibleTimeWindow.Mode"}),
    "aws_pipes_pipe": ("AWS::Pipes::Pipe", {}),
    "aws_iam_role": ("AWS::IAM::Role", {
        "name": "RoleName", "assume_role_policy": "AssumeRolePolicyDocument"}),
    "aws_iam_role_policy": ("AWS::IAM::RolePolicy", {
        "role": "Roles", "policy": "PolicyDocument", "name": "PolicyName"}),
    "aws_subnet": ("AWS::EC2::Subnet", {}),
    "aws_vpc": ("AWS::EC2::VPC", {}),
    "aws_route_table": ("AWS::EC2::RouteTable", {}),
    "aws_route": ("AWS::EC2::Route", {}),
    "aws_route_table_association": ("AWS::EC2::SubnetRouteTableAssociation", {}),
    "aws_security_group": ("AWS::EC2::SecurityGroup", {
        "ingress": "SecurityGroupIngress", "egress": "SecurityGroupEgress"}),
    "aws_vpc_endpoint": ("AWS::EC2::VPCEndpoint", {}),
    "aws_nat_gateway": ("AWS::EC2::NatGateway", {}),
    "aws_cloudwatch_log_group": ("AWS::Logs::LogGroup", {
        "name": "LogGroupName", "retention_in_days": "RetentionInDays"}),
    "aws_cloudwatch_log_subscription_filter": ("AWS::Logs::SubscriptionFilter", {}),
    "aws_cloudwatch_metric_alarm": ("AWS::CloudWatch::Alarm", {"alarm_name": "AlarmName"}),
    "aws_sfn_state_machine": ("AWS::StepFunctions::StateMachine", {
        "name": "StateMachineName", "definition": "Definition", "type": "StateMachineType"}),
    "aws_db_instance": ("AWS::RDS::DBInstance", {"identifier": "DBInstanceIdentifier"}),
}  # fmt: skip
NAMED = ("function_name", "name", "alarm_name", "identifier", "bucket")
NO_OWN_NAME = {
    "aws_lambda_event_source_mapping", "aws_lambda_permission", "aws_lambda_alias",
    "aws_lambda_function_event_invoke_config", "aws_lambda_function_url",
    "aws_cloudwatch_log_subscription_filter", "aws_iam_role_policy",
}  # fmt: skip


def terraform(text: str) -> tuple[Declared, ...]:
    """The resources of one file. Raises FormatError for what does not parse."""
    import hcl2

    try:
        tree = hcl2.loads(text if text.endswith("\n") else text + "\n")
    except Exception as error:  # noqa: BLE001 - the parser raises its grammar's own errors
        raise FormatError(f"not Terraform: {str(error).splitlines()[0][:120]}") from None
    defaults = _defaults(tree)
    blocks: list[tuple[str, str, Tree]] = []
    for block in tree.get("resource", []):
        for type, named in block.items():
            for id, body in named.items() if isinstance(named, dict) else ():
                blocks.append((_bare(type), _bare(id), body))
    keys = {(type, id): _key(type, id, body, defaults) for type, id, body in blocks}
    found = []
    for type, id, body in blocks:
        plain = _plain(body, keys, defaults)
        known, renames = TYPES.get(type, (type, {}))
        properties = _renamed(plain if isinstance(plain, dict) else {}, renames)
        line = _line(text, type, id)
        found.append(Declared(id=id, type=known, properties=_shaped(known, properties), line=line))
    return tuple(found)


def _bare(word: object) -> str:
    return str(word).strip('"')


def _defaults(tree: Mapping[str, Json]) -> Tree:
    found: Tree = {}
    variables, locals_ = tree.get("variable"), tree.get("locals")
    for block in variables if isinstance(variables, list) else []:
        for name, body in block.items() if isinstance(block, dict) else ():
            if isinstance(body, dict) and "default" in body:
                found[f"var.{_bare(name)}"] = body["default"]
    for block in locals_ if isinstance(locals_, list) else []:
        for name, value in block.items() if isinstance(block, dict) else ():
            found[f"local.{_bare(name)}"] = value
    return found


def _key(type: str, id: str, body: Tree, defaults: Tree) -> str:
    if type not in NO_OWN_NAME:
        for name in NAMED:
            value = _text(body.get(name), defaults)
            if isinstance(value, str) and value and "${" not in value:
                return f"?:{value}"
    return f"?:{id}"


def _text(value: Json, defaults: Tree) -> Json:
    if not isinstance(value, str):
        return value
    whole = VARIABLE.fullmatch(value)
    if whole:
        told = defaults.get(f"{whole['kind']}.{whole['name']}")
        return value if told is None else (_bare(told) if isinstance(told, str) else told)

    def fill(hole: re.Match[str]) -> str:
        told = _bare(defaults.get(f"{hole['kind']}.{hole['name']}", hole[0]))
        return told if len(told) <= LONGEST else hole[0]

    return _bare(VARIABLE.sub(fill, value))


def _plain(value: Json, keys: Mapping[tuple[str, str], str], defaults: Tree, deep: int = 0) -> Json:
    if deep > 40:
        return None
    if isinstance(value, list):
        found = [_plain(v, keys, defaults, deep + 1) for v in value]
        return found[0] if len(found) == 1 and isinstance(found[0], dict) else found
    if isinstance(value, dict):
        own = {_bare(k): v for k, v in value.items() if not str(k).startswith("__")}
        return {k: _plain(v, keys, defaults, deep + 1) for k, v in own.items()}
    if not isinstance(value, str):
        return value
    found_ = REFERENCE.match(value)
    if found_:
        known = keys.get((found_["type"], found_["id"]))
        return known or {"Fn::Unresolved": value}
    encoded = re.fullmatch(r"\$\{jsonencode\((?P<inner>[\s\S]*)\)\}", value)
    if encoded:
        return _encoded(encoded["inner"], keys, defaults, deep)
    text = _text(value, defaults)
    if isinstance(text, str) and text.startswith("${"):
        return {"Fn::Unresolved": text}
    return text


def _encoded(inner: str, keys: Mapping[tuple[str, str], str], defaults: Tree, deep: int) -> Json:
    """The object in `jsonencode({…})`, which is Terraform's own syntax."""
    import hcl2

    try:
        tree = hcl2.loads(f"x = {inner}\n")
    except Exception:  # noqa: BLE001 - an expression that needs Terraform itself
        return {"Fn::Unresolved": "jsonencode"}
    return _plain(tree.get("x"), keys, defaults, deep + 1)


def _renamed(body: Tree, renames: Mapping[str, str]) -> Tree:
    found: Tree = {}
    for path, value in _leaves(body, renames):
        _put(found, (renames.get(path) or _pascal(path)).split("."), value)
    return found


def _leaves(body: Tree, renames: Mapping[str, str], head: str = "") -> list[tuple[str, Json]]:
    leaves: list[tuple[str, Json]] = []
    for name, value in body.items():
        path = f"{head}{name}"
        nested = any(r.startswith(f"{path}.") for r in renames)
        if isinstance(value, dict) and nested and path not in renames:
            leaves.extend(_leaves(value, renames, f"{path}."))
        else:
            leaves.append((path, value))
    return leaves


def _put(body: Tree, path: list[str], value: Json) -> None:
    for part in path[:-1]:
        inner = body.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        body = inner
    body[path[-1]] = value


def _pascal(path: str) -> str:
    """`batch_size` → `BatchSize`, as CloudFormation writes it."""
    return ".".join("".join(w.capitalize() for w in p.split("_")) for p in path.split("."))


def _shaped(type: str, properties: Tree) -> Tree:
    """Single values where CloudFormation has lists."""
    for name in ("Roles", "Queues", "Topics"):
        if name in properties and not isinstance(properties[name], list):
            properties[name] = [properties[name]]
    return properties


def _line(text: str, type: str, id: str) -> int | None:
    found = re.search(rf'resource\s+"{re.escape(type)}"\s+"{re.escape(id)}"', text)
    return text.count("\n", 0, found.start()) + 1 if found else None
