"""Bodies and checks out of botocore's model: every member filled, and whether a want is valid."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import botocore.session
from botocore.validate import ParamValidator

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.want import Want

PLACE = "eu-west-1:111122223333"
ARN = f"arn:aws:lambda:{PLACE}:function:orders"
# Texts by the name of their member, so that what is followed is followed.
TEXTS = {
    "FunctionName": "orders",
    "FunctionArn": ARN,
    "Arn": f"arn:aws:lambda:{PLACE}:layer:tools:3",
    "Role": "arn:aws:iam::111122223333:role/service-role/orders-role",
    "RoleName": "orders-role",
    "KMSKeyArn": f"arn:aws:kms:{PLACE}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "TargetArn": f"arn:aws:sqs:{PLACE}:lost",
    "Destination": f"arn:aws:sns:{PLACE}:failed",
    "VpcId": "vpc-1",
    "SubnetIds": "subnet-1",
    "SecurityGroupIds": "sg-1",
    "VpcSecurityGroupIds": "sg-2",
    "VpcSecurityGroupId": "sg-3",
    "GroupId": "sg-4",
    "SecurityGroupId": "sg-5",
    "ImageUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/orders:1",
    "CapacityProviderArn": f"arn:aws:lambda:{PLACE}:capacity-provider:big",
    "PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/limits",
    "PolicyArn": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    "DefaultVersionId": "v3",
    "Variables": f"arn:aws:dynamodb:{PLACE}:table/orders",
    "PolicyDocument": '{"Statement":{"Effect":"Allow","Resource":"arn:aws:s3:::shop-files/*"}}',
    "Document": '{"Statement":[{"Resource":["arn:aws:kms:eu-west-1:111122223333:key/1"]}]}',
    "DurableExecutionArn": f"{ARN}:1/durable-execution/a/b",
    "Status": "FAILED",
}
# The same by where it stands, where the member's name does not decide it.
VALUES: dict[str, dict[str, Json]] = {
    "logs.FilterLogEvents": {
        "events.message": "User: arn:aws:sts::111122223333:assumed-role/orders-role/orders is not"
        f" authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:{PLACE}:lost"
    },
    "iam.GetPolicy": {"Policy.Arn": TEXTS["PolicyArn"]},
    "lambda.ListProvisionedConcurrencyConfigs": {
        "ProvisionedConcurrencyConfigs.FunctionArn": f"{ARN}:7"
    },
}


@cache
def model(operation: str) -> OperationModel:
    """botocore's model of `service.Operation`."""
    service, _, name = operation.partition(".")
    return botocore.session.get_session().get_service_model(service).operation_model(name)


def filled(operation: str) -> dict[str, Json]:
    """An answer with every member of the model, and one element in each list."""
    found = made(model(operation).output_shape)
    assert isinstance(found, dict)
    for path, told in VALUES.get(operation, {}).items():
        *way, last = path.split(".")
        inner = found
        for name in way:
            inner = inner[name][0] if isinstance(inner[name], list) else inner[name]
        inner[last] = told
    return found


def made(shape: Shape, name: str = "", above: tuple[str, ...] = ()) -> Json:
    """A value of the shape; None for a shape that stands inside itself."""
    if shape.name in above:
        return None
    below = (*above, shape.name)
    match shape.type_name:
        case "structure":
            parts = {k: made(m, k, below) for k, m in shape.members.items()}
            return {k: v for k, v in parts.items() if v is not None}
        case "list":
            one = made(shape.member, name, below)
            return [] if one is None else [one]
        case "map":
            return {"ORDERS_TABLE": made(shape.value, name, below)}
        case "boolean":
            return True
        case "integer" | "long" | "float" | "double":
            return 1
        case "timestamp":
            return "2026-03-01T10:00:00Z"
    return TEXTS.get(name) or (shape.enum[0] if getattr(shape, "enum", None) else f"{name}-1")


def members(operation: str) -> set[str]:
    """Names of all members anywhere in the answer."""
    found: set[str] = set()
    todo: list[Json] = [filled(operation)]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            found |= value.keys()
            todo += value.values()
        elif isinstance(value, list):
            todo += value
    return found


def faults(want: Want) -> str:
    """What botocore says against the parameters; empty where it would send them."""
    report = ParamValidator().validate(want.parameters, model(want.operation).input_shape)
    return report.generate_report()
