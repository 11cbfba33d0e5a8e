"""Declared resources → documents of the case, in the same structs as AWS's answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.evidence import documents as kinds
from lambda_triage.evidence.documents import Declared, Known
from lambda_triage.evidence.function import SETTINGS, FunctionConfiguration
from lambda_triage.evidence.naming import key, name
from lambda_triage.sources.documents.build import UNRESOLVED, build, walk
from lambda_triage.sources.secret_values import secret_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.documents import Json


class Kept(Struct, frozen=True):
    """How one declared type becomes documents.

    named   properties that name the resource, first told first; then its logical id
    owner   property that refers to the resource it belongs to, instead of a name of its own
    inner   property that holds the document, where it is nested
    """

    kind: type[kinds.Document]
    named: tuple[str, ...] = ()
    owner: str = ""
    inner: str = ""


# Source of the types and properties: CloudFormation resource reference, 2026.
KEPT: dict[str, tuple[Kept, ...]] = {
    "AWS::SQS::Queue": (Kept(kinds.Queue, ("QueueName",)),),
    "AWS::SNS::Topic": (Kept(kinds.Topic, ("TopicName",)),),
    "AWS::SNS::Subscription": (Kept(kinds.Subscription),),
    "AWS::Kinesis::Stream": (Kept(kinds.Stream, ("Name",)),),
    "AWS::DynamoDB::Table": (Kept(kinds.Table, ("TableName",)),),
    "AWS::DynamoDB::GlobalTable": (Kept(kinds.Table, ("TableName",)),),
    "AWS::S3::Bucket": (Kept(kinds.Notification, ("BucketName",)),),
    "AWS::S3::BucketNotification": (Kept(kinds.Notification, owner="Bucket"),),  # Terraform's
    "AWS::Lambda::EventSourceMapping": (Kept(kinds.Mapping),),
    "AWS::Lambda::EventInvokeConfig": (Kept(kinds.InvokeConfig, owner="FunctionName"),),
    "AWS::Lambda::Alias": (
        Kept(kinds.Alias, owner="FunctionName"),
        Kept(kinds.Provisioned, owner="FunctionName", inner="ProvisionedConcurrencyConfig"),
    ),
    "AWS::Lambda::ProvisionedConcurrencyConfig": (  # Terraform's, beside its alias
        Kept(kinds.Provisioned, owner="FunctionName"),
    ),
    "AWS::Lambda::RecursionConfig": (Kept(kinds.Recursion, owner="FunctionName"),),
    "AWS::Lambda::LayerVersion": (Kept(kinds.LayerVersion),),
    "AWS::ApplicationAutoScaling::ScalableTarget": (Kept(kinds.ScalingTarget),),
    "AWS::Lambda::Url": (Kept(kinds.Url, owner="TargetFunctionArn"),),
    "AWS::Events::Rule": (Kept(kinds.Rule, ("Name",)),),
    "AWS::Events::Target": (Kept(kinds.Target, owner="Arn"),),  # Terraform's, beside its rule
    "AWS::Events::Archive": (Kept(kinds.Archive, ("ArchiveName",)),),
    "AWS::Scheduler::Schedule": (Kept(kinds.Schedule, ("Name",)),),
    "AWS::Pipes::Pipe": (Kept(kinds.Pipe, ("Name",)),),
    "AWS::ApiGateway::RestApi": (Kept(kinds.Api),),
    "AWS::ApiGatewayV2::Api": (Kept(kinds.Api),),
    "AWS::ApiGateway::Method": (
        Kept(kinds.Route, owner="RestApiId"),
        Kept(kinds.Integration, owner="RestApiId", inner="Integration"),
    ),
    "AWS::ApiGateway::Route": (Kept(kinds.Route, owner="ApiId"),),
    "AWS::ApiGateway::Integration": (Kept(kinds.Integration, owner="ApiId"),),
    "AWS::ApiGatewayV2::Route": (Kept(kinds.Route, owner="ApiId"),),
    "AWS::ApiGatewayV2::Integration": (Kept(kinds.Integration, owner="ApiId"),),
    "AWS::ApiGateway::Authorizer": (Kept(kinds.Authorizer, owner="RestApiId"),),
    "AWS::ApiGatewayV2::Authorizer": (Kept(kinds.Authorizer, owner="ApiId"),),
    "AWS::ApiGateway::Stage": (Kept(kinds.Stage, owner="RestApiId"),),
    "AWS::ApiGatewayV2::Stage": (Kept(kinds.Stage, owner="ApiId"),),
    "AWS::ApiGateway::DomainName": (Kept(kinds.Domain, ("DomainName",)),),
    "AWS::ApiGatewayV2::DomainName": (Kept(kinds.Domain, ("DomainName",)),),
    "AWS::ApiGateway::BasePathMapping": (Kept(kinds.PathMapping, owner="DomainName"),),
    "AWS::ApiGatewayV2::ApiMapping": (Kept(kinds.PathMapping, owner="DomainName"),),
    "AWS::StepFunctions::StateMachine": (Kept(kinds.StateMachine, ("StateMachineName", "Name")),),
    "AWS::IAM::Role": (Kept(kinds.Role, ("RoleName",)),),
    "AWS::IAM::OwnManagedPolicy": (Kept(kinds.IdentityPolicy, ("PolicyName",)),),  # Terraform's
    "AWS::EC2::Subnet": (Kept(kinds.Subnet),),
    "AWS::EC2::VPC": (Kept(kinds.Vpc),),
    "AWS::EC2::SecurityGroup": (Kept(kinds.SecurityGroup),),
    "AWS::EC2::VPCEndpoint": (Kept(kinds.Endpoint),),
    "AWS::EC2::NatGateway": (Kept(kinds.NatGateway),),
    "AWS::Logs::LogGroup": (Kept(kinds.LogGroup, ("LogGroupName",)),),
    "AWS::Logs::SubscriptionFilter": (Kept(kinds.LogSubscription, owner="LogGroupName"),),
    "AWS::CloudWatch::Alarm": (Kept(kinds.Alarm, ("AlarmName",)),),
    "AWS::MSK::Cluster": (Kept(kinds.Cluster, ("ClusterName",)),),
    "AWS::MSK::ServerlessCluster": (Kept(kinds.Cluster, ("ClusterName",)),),
    "AWS::RDS::DBInstance": (Kept(kinds.Database, ("DBInstanceIdentifier",)),),
    "AWS::RDS::DBCluster": (Kept(kinds.Database, ("DBClusterIdentifier",)),),
    "AWS::RDS::DBProxy": (Kept(kinds.Database, ("DBProxyName",)),),
}
POLICIES = {  # property that names whose policy it is
    "AWS::SQS::QueuePolicy": "Queues",
    "AWS::SNS::TopicPolicy": "Topics",
    "AWS::S3::BucketPolicy": "Bucket",
}


def keep(case: Case, declared: tuple[Declared, ...], language: str, input: int) -> None:
    """Take every declared resource into the case."""
    for resource in declared:
        if resource.type == "AWS::Lambda::Function":
            case.add_function(function(resource, input))
        for kept in KEPT.get(resource.type, ()):
            case.add_documents(kept.kind, _document(resource, kept, input))
        for reader in READERS.get(resource.type, ()):
            reader(case, resource, input)
    _grants(case, declared, input)
    _routes(case, declared, input)
    template = kinds.Template(
        resource="?:template",
        known=Known.TEMPLATE,
        input=input,
        language=language,
        resources=declared,
    )
    case.add_documents(kinds.Template, [template])


def own_key(resource: Declared, named: tuple[str, ...]) -> str:
    """The key of a declared resource: its name where the template gives it, else its id."""
    if resource.key is not None:
        return resource.key
    told = [resource.properties.get(n) for n in named]
    plain = [t for t in told if isinstance(t, str) and "${" not in t]
    return f"?:{plain[0]}" if plain else f"?:{resource.id}"


def _document(resource: Declared, kept: Kept, input: int) -> Iterator[kinds.Document]:
    body: Json = dict(resource.properties)
    path = f"Resources.{resource.id}.Properties."
    if kept.inner:
        body = resource.properties.get(kept.inner)
        path += f"{kept.inner}."
        if not isinstance(body, dict):
            return
    if (
        resource.type == "AWS::S3::Bucket"
        and "NotificationConfiguration" not in resource.properties
    ):
        body = {"NotificationConfiguration": {}}
    owner = resource.properties.get(kept.owner) if kept.owner else None
    found = build(
        kept.kind,
        body,
        key(owner) if isinstance(owner, str) else own_key(resource, kept.named),
        known=Known.TEMPLATE,
        input=input,
        path=path,
    )
    if isinstance(found, kinds.LogGroup):
        found = _replace(found, resource=found.resource.rpartition(":")[2])
    if isinstance(found, kinds.Mapping) and found.function:
        found = _replace(found, function=key(found.function))
    if isinstance(found, kinds.Rule) and isinstance(found.pattern, dict):
        found = _replace(found, pattern=None if UNRESOLVED in found.pattern else found.pattern)
    yield found


def _replace(document: kinds.Document, **values: object) -> kinds.Document:
    return replace(document, **values)


def function(resource: Declared, input: int) -> FunctionConfiguration:
    """A declared function: what it leaves out is created with Lambda's defaults."""
    body: Json = dict(resource.properties)

    def text(path: str) -> str | None:
        value = walk(body, path)
        return value if isinstance(value, str) else None

    def whole(path: str, absent: int | None) -> int | None:
        value = walk(body, path)
        if value is None:
            return absent
        plain = str(value)
        return int(plain) if re.fullmatch(r"[0-9]{1,18}", plain) else None

    def texts(path: str) -> tuple[str, ...] | None:
        value = walk(body, path)
        if isinstance(value, dict):
            return None
        found = value if isinstance(value, list) else []
        return tuple(v for v in found if isinstance(v, str))

    variables = walk(body, "Environment.Variables")
    names = variables if isinstance(variables, dict) else {}
    vpc = resource.properties.get("VpcConfig")
    image = text("PackageType") == "Image" or walk(body, "ImageUri") is not None
    return FunctionConfiguration(
        resource=own_key(resource, ("FunctionName",)),
        complete=False,
        name=name(own_key(resource, ("FunctionName",))),
        runtime=text("Runtime"),
        handler=text("Handler"),
        timeout_s=whole("Timeout", 3),
        memory_mb=whole("MemorySize", 128),
        architecture=next(iter(texts("Architectures") or ()), None)
        or (None if "Architectures" in resource.properties else "x86_64"),
        package_type="Image" if image else "Zip",
        vpc=bool(vpc) if not isinstance(vpc, dict) or UNRESOLVED not in vpc else None,
        subnets=texts("VpcConfig.SubnetIds"),
        security_groups=texts("VpcConfig.SecurityGroupIds"),
        layers=texts("Layers"),
        environment=tuple(sorted(names)),
        secrets=secret_settings(names),
        settings=tuple((k, str(v)) for k, v in sorted(names.items()) if k in SETTINGS),
        ephemeral_mb=whole("EphemeralStorage.Size", 512),
        snapstart=text("SnapStart.ApplyOn") or "None",
        tracing=text("TracingConfig.Mode") or "PassThrough",
        log_format=text("LoggingConfig.LogFormat") or "Text",
        log_group=text("LoggingConfig.LogGroup"),
        log_level=text("LoggingConfig.ApplicationLogLevel"),
        dead_letter=text("DeadLetterConfig.TargetArn"),
        file_systems=_mounted(resource.properties.get("FileSystemConfigs")),
        role=text("Role") or f"?:{resource.id}Role",
        kms_key=text("KmsKeyArn"),
        description=text("Description"),
        reserved_concurrency=whole("ReservedConcurrentExecutions", None),
        input=input,
        path=f"Resources.{resource.id}.Properties.",
    )


def _mounted(told: Json) -> tuple[str, ...] | None:
    """Access points of mounted file systems; None where only a deployment knows whether any is."""
    if isinstance(told, dict):
        return None if UNRESOLVED in told else (str(told.get("Arn") or told.get("arn") or ""),)
    found = told if isinstance(told, list) else []
    return tuple(str(f.get("Arn") or "") for f in found if isinstance(f, dict))


def _targets(case: Case, resource: Declared, input: int) -> None:
    rule = own_key(resource, ("Name",))
    targets = resource.properties.get("Targets")
    found = [t for t in targets if isinstance(t, dict)] if isinstance(targets, list) else []
    documents = [
        build(
            kinds.Target,
            {**target, "Rule": rule},
            key(str(target["Arn"])) if isinstance(target.get("Arn"), str) else "?:unknown",
            known=Known.TEMPLATE,
            input=input,
            path=f"Resources.{resource.id}.Properties.Targets[{n}].",
        )
        for n, target in enumerate(found)
    ]
    case.add_documents(kinds.Target, documents)


def _role_policies(case: Case, resource: Declared, input: int) -> None:
    """Inline policies of a role, and of SAM's functions where they are statements."""
    role = own_key(resource, ("RoleName",))
    told = resource.properties.get("Policies")
    found: list[kinds.IdentityPolicy] = []
    for index, policy in enumerate(told if isinstance(told, list) else [told] if told else []):
        if not isinstance(policy, dict):
            continue
        body: dict[str, Json] = policy if "PolicyDocument" in policy else {"PolicyDocument": policy}
        if not isinstance(walk(body, "PolicyDocument.Statement"), list | dict):
            continue
        path = f"Resources.{resource.id}.Properties.Policies[{index}]."
        given = {**body, "RoleName": role}
        found.append(
            build(kinds.IdentityPolicy, given, role, known=Known.TEMPLATE, input=input, path=path)
        )
    case.add_documents(kinds.IdentityPolicy, found)


def _policy(case: Case, resource: Declared, input: int) -> None:
    roles = resource.properties.get("Roles")
    path = f"Resources.{resource.id}.Properties."
    found = [
        build(
            kinds.IdentityPolicy,
            {**resource.properties, "RoleName": role},
            role if role.startswith(("?:", "arn:")) else f"?:{role}",
            known=Known.TEMPLATE,
            input=input,
            path=path,
        )
        for role in (roles if isinstance(roles, list) else [])
        if isinstance(role, str)
    ]
    case.add_documents(kinds.IdentityPolicy, found)


def _resource_policy(case: Case, resource: Declared, input: int) -> None:
    subjects = resource.properties.get(POLICIES[resource.type])
    path = f"Resources.{resource.id}.Properties."
    body = {"Policy": resource.properties.get("PolicyDocument")}
    found = [
        build(kinds.ResourcePolicy, body, subject, known=Known.TEMPLATE, input=input, path=path)
        for subject in (subjects if isinstance(subjects, list) else [subjects])
        if isinstance(subject, str)
    ]
    case.add_documents(kinds.ResourcePolicy, found)


def _s3_event(case: Case, resource: Declared, input: int) -> None:
    told = resource.properties
    bucket, events = told.get("Bucket"), told.get("Events")
    if not isinstance(bucket, str):
        return
    names = events if isinstance(events, list) else [events]
    rules: list[Json] = [
        {"Event": e, "Function": told["Function"], "Filter": told.get("Filter")} for e in names
    ]
    body: Json = {"NotificationConfiguration": {"LambdaConfigurations": rules}}
    path = f"Resources.{resource.id}.Properties."
    found = build(kinds.Notification, body, bucket, known=Known.TEMPLATE, input=input, path=path)
    case.add_documents(kinds.Notification, [found])


READERS: dict[str, tuple[Callable[[Case, Declared, int], None], ...]] = {
    "AWS::Events::Rule": (_targets,),
    "AWS::IAM::Role": (_role_policies,),
    "AWS::Serverless::Role": (_role_policies,),
    "AWS::IAM::Policy": (_policy,),
    "AWS::IAM::ManagedPolicy": (_policy,),
    "AWS::IAM::RolePolicy": (_policy,),
    "SAM::S3Event": (_s3_event,),
    **dict.fromkeys(POLICIES, (_resource_policy,)),
}


def _grants(case: Case, declared: tuple[Declared, ...], input: int) -> None:
    """AWS::Lambda::Permission: one statement each in the policy of its function."""
    statements: dict[str, list[Json]] = {}
    for resource in declared:
        told = resource.properties
        owner = told.get("FunctionName")
        if resource.type != "AWS::Lambda::Permission" or not isinstance(owner, str):
            continue
        principal = told.get("Principal")
        service = isinstance(principal, str) and principal.endswith(".amazonaws.com")
        statement: dict[str, Json] = {
            "Effect": "Allow",
            "Action": told.get("Action"),
            "Principal": {"Service" if service else "AWS": principal},
            "Resource": key(owner),
        }
        if source := told.get("SourceArn"):
            statement["Condition"] = {"ArnLike": {"AWS:SourceArn": source}}
        statements.setdefault(key(owner), []).append(statement)
    for owner, found in sorted(statements.items()):
        document: Json = {"Policy": {"Version": "2012-10-17", "Statement": found}}
        policy = build(kinds.ResourcePolicy, document, owner, known=Known.TEMPLATE, input=input)
        case.add_documents(kinds.ResourcePolicy, [policy])


def _routes(case: Case, declared: tuple[Declared, ...], input: int) -> None:
    """Route tables out of their separate routes and associations."""
    tables = [r for r in declared if r.type == "AWS::EC2::RouteTable"]

    def of(type: str, table: Declared) -> list[Json]:
        mine = own_key(table, ())
        return [
            dict(r.properties)
            for r in declared
            if r.type == type and r.properties.get("RouteTableId") == mine
        ]

    documents = [
        build(
            kinds.RouteTable,
            {
                **table.properties,
                "Routes": [*_inline(table), *of("AWS::EC2::Route", table)],
                "Associations": of("AWS::EC2::SubnetRouteTableAssociation", table),
            },
            own_key(table, ()),
            known=Known.TEMPLATE,
            input=input,
            path=f"Resources.{table.id}.Properties.",
        )
        for table in tables
    ]
    if documents:
        case.add_documents(kinds.RouteTable, documents)


def _inline(table: Declared) -> list[Json]:
    routes = table.properties.get("Routes")
    return routes if isinstance(routes, list) else []
