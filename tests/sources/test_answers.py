"""Answers of AWS: every operation that is read is recognised, and becomes its documents."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

import botocore.session
import pytest

from lambda_triage.evidence import documents as kinds
from lambda_triage.evidence.documents import KINDS, Document, Known
from lambda_triage.sources.collect import collect
from lambda_triage.sources.documents.operations import BY_NAME, OPERATIONS
from lambda_triage.sources.files.documents import kind_of

if TYPE_CHECKING:
    from pathlib import Path

    from botocore.model import Shape

    from lambda_triage.sources.documents.operations import Operation

    Kept = dict[tuple[str, str], list[Document]]

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
OWN = [o for o in OPERATIONS if o.kind]
TABLES = {  # read by a reader of their own
    "cloudformation.GetTemplate",
    "lambda.ListVersionsByFunction",
    "ce.GetCostAndUsage",
    "cloudwatch.GetMetricStatistics",
    "iam.GetAccountAuthorizationDetails",
    "cloudwatch.GetMetricData",
    "cloudformation.DescribeStackEvents",
    "cloudtrail.LookupEvents",
    "xray.BatchGetTraces",
    "lambda.GetFunction",
    "lambda.GetFunctionConfiguration",
    "lambda.ListFunctions",
}
SHAPED_ALIKE = {  # operations whose answers no member tells apart
    "sns.ListSubscriptions": "sns.ListSubscriptionsByTopic|sns.ListSubscriptions",
    "sns.ListSubscriptionsByTopic": "sns.ListSubscriptionsByTopic|sns.ListSubscriptions",
    "elasticache.DescribeEvents": "rds.DescribeEvents|elasticache.DescribeEvents",
    "s3.GetBucketPolicy": "lambda.GetPolicy|s3.GetBucketPolicy|kms.GetKeyPolicy",
}
# Fields that no answer of the kind's operations tells, or that the model leaves open.
NOT_IN_THE_MODEL = {
    ("Limits", "Value"): "of a quota; the reader makes limits of it",
    ("CapacityProvider", "State"): "of an answer that `--query` opened",
    ("InvokeConfig", "Qualifier"): "a property of templates; answers carry it in FunctionArn",
    ("Mapping", "Enabled"): "a property of templates; answers tell State",
    ("Provisioned", "Qualifier"): "a property of templates; answers carry it in FunctionArn",
    ("Role", "AttachedManagedPolicies[].PolicyArn"): "GetRole has none; templates do",
    ("Target", "Rule"): "added by the reader, from the file's name or the template",
    ("Queue", "RedrivePolicy.deadLetterTargetArn"): "JSON in a string",
    ("Queue", "RedrivePolicy.maxReceiveCount"): "JSON in a string",
    ("Subscription", "RedrivePolicy.deadLetterTargetArn"): "JSON in a string",
}


@cache
def output(operation: str) -> Shape:
    service, _, name = operation.partition(".")
    model = botocore.session.get_session().get_service_model(service)
    return model.operation_model(name).output_shape


def made(shape: Shape, name: str = "", above: tuple[str, ...] = ()) -> object:
    """A value of the shape with every member and one element in each list; None for a cycle."""
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
            keys = getattr(shape.key, "enum", []) or ["TopicArn", "SubscriptionArn"]
            return {k: made(shape.value, k, below) for k in keys}
        case "boolean":
            return True
        case "integer" | "long" | "float" | "double":
            return 1
        case "timestamp":
            return "2026-03-01T10:00:00+00:00"
    if getattr(shape, "enum", None):
        return shape.enum[0]
    return ARN if name.lower().endswith("arn") else f"{name}-1"


def answer(operation: str) -> dict[str, object]:
    found = made(output(operation))
    assert isinstance(found, dict)
    if operation == "sns.GetTopicAttributes":
        del found["Attributes"]["SubscriptionArn"]
    if operation == "cloudformation.GetTemplate":
        found["TemplateBody"] = "Resources: {Orders: {Type: AWS::SQS::Queue}}"
    return found


def kebab(operation: str) -> str:
    name = operation.partition(".")[2]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """All answers read once: compact and named for a resource, and printed as the CLI does."""
    folder = tmp_path_factory.mktemp("answers")
    files = {}
    for n, operation in enumerate(OPERATIONS):
        body = answer(operation.name)
        named = f"07-x_{kebab(operation.name)}.orders{n}.json"
        files[operation.name, "named"] = written(folder, named, body, None)
        files[operation.name, "printed"] = written(folder, f"answer{n}.json", body, 4)
    found = []
    for short in (True, False):  # apart, since what is told in part yields to the whole
        paths = [str(p) for (name, _), p in files.items() if bool(BY_NAME[name].lacks) is short]
        case, reading = collect(paths, [])
        assert reading.unreadable == []
        with case:
            found += [(case.inputs[d.input], d) for kind in KINDS for d in case.documents(kind)]
    return {key: [d for file, d in found if file == str(path)] for key, path in files.items()}


def written(folder: Path, name: str, body: object, indent: int | None = 4) -> Path:
    path = folder / name
    path.write_text(json.dumps(body, indent=indent), encoding="utf-8")
    return path


def read(path: Path, told: str | None = None) -> tuple[list[Document], dict[str, int]]:
    case, reading = collect([str(path)], [], told=told)
    with case:
        return [d for kind in KINDS for d in case.documents(kind)], dict(reading.kinds)


@pytest.mark.parametrize("operation", [o.name for o in OPERATIONS])
def test_an_answer_is_known_by_its_shape(operation: str) -> None:
    assert kind_of(answer(operation)) == SHAPED_ALIKE.get(operation, operation)


@pytest.mark.parametrize("operation", OWN, ids=lambda o: o.name)
def test_an_answer_becomes_its_document(operation: Operation, kept: Kept) -> None:
    assert [(type(d), d.known) for d in kept[operation.name, "named"]] == [
        (operation.kind, Known.LISTED if operation.lacks else Known.ANSWER)
    ]


@pytest.mark.parametrize("operation", OWN, ids=lambda o: o.name)
def test_every_told_field_is_read_where_it_stands(operation: Operation, kept: Kept) -> None:
    (document,) = kept[operation.name, "named"]

    told = {name for name, at in type(document).WHERE.items() if told_in(operation, at.api)}

    assert told <= document.given


@pytest.mark.parametrize("operation", sorted(SHAPED_ALIKE))
def test_the_user_tells_what_neither_shape_nor_name_does(operation: str, tmp_path: Path) -> None:
    (found,), _ = read(written(tmp_path, "answer.json", answer(operation)), told=operation)

    assert type(found) is BY_NAME[operation].kind


def test_a_name_decides_nothing_that_the_shape_tells(tmp_path: Path) -> None:
    body = answer("sqs.GetQueueAttributes")
    (found,), _ = read(written(tmp_path, "get-topic-attributes.orders.json", body))

    assert type(found) is kinds.Queue


def test_a_subscription_is_no_topic_though_it_tells_its_topic(kept: Kept) -> None:
    (found,) = kept["sns.GetSubscriptionAttributes", "printed"]

    assert (type(found), found.topic) == (kinds.Subscription, ARN)


def test_only_known_operations_have_readers_of_their_own() -> None:
    assert {o.name for o in OPERATIONS if o.kind is None} == TABLES


@pytest.mark.parametrize("operation", [o for o in OWN if o.key], ids=lambda o: o.name)
def test_an_answer_names_its_resource_itself(operation: Operation, kept: Kept) -> None:
    (found,) = kept[operation.name, "printed"]

    assert not found.resource.startswith("?:")


@pytest.mark.parametrize("operation", [o for o in OWN if not o.key], ids=lambda o: o.name)
def test_the_file_names_what_the_answer_does_not(operation: Operation, kept: Kept) -> None:
    (found,) = kept[operation.name, "named"]

    assert found.resource == f"?:orders{OPERATIONS.index(operation)}"


def reached(shape: Shape, path: str, *, free: bool) -> bool:
    """Whether the model has what `A.B` or `A[].B` names; *free* keys of maps are as good."""
    for part in path.split("."):
        name = part.removesuffix("[]")
        if shape.type_name == "map":
            keys = getattr(shape.key, "enum", None)
            if name not in keys if keys else not free:
                return False
            shape = shape.value
        elif shape.type_name == "structure" and name in shape.members:
            shape = shape.members[name]
        else:
            return False
        if part.endswith("[]"):
            shape = shape.member
    return True


def told_in(operation: Operation, paths: str, *, free: bool = False) -> bool:
    head = f"{operation.items}." if operation.items else ""
    shape = output(operation.name)
    return any(reached(shape, head + path, free=free) for path in paths.split("|"))


@pytest.mark.parametrize("kind", [k for k in KINDS if any(o.kind is k for o in OPERATIONS)])
def test_every_told_path_is_in_the_model_of_an_operation(kind: type[Document]) -> None:
    operations = [o for o in OPERATIONS if o.kind is kind]
    paths = {p for at in kind.WHERE.values() for p in at.api.split("|")}

    missing = {p for p in paths if not any(told_in(o, p, free=True) for o in operations)}

    assert missing == {p for k, p in NOT_IN_THE_MODEL if k == kind.__name__}


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.key], ids=lambda o: o.name)
def test_every_key_is_in_the_model(operation: Operation) -> None:
    assert all(told_in(operation, key, free=True) for key in operation.key.split("|"))
