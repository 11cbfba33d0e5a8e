"""The listed operations exist, only read, and are known to IAM by the names that are listed."""

from __future__ import annotations

import re
from functools import cache

import botocore.session
import pytest
from botocore.exceptions import UnknownServiceError
from botocore.model import OperationModel

from lambda_triage import iam
from lambda_triage.facts.aws_reads import groups
from lambda_triage.sources.aws.reads import READS

VERB = re.compile(r"(?:Get|List|Describe|Filter|Lookup|BatchGet|Simulate)[A-Z]")
# What IAM authorises under a name that is not the operation's, and why.
OTHER_NAMES = {
    "s3.GetBucketNotificationConfiguration": "s3:GetBucketNotification",
}
# Reads that hand out what is inside a resource, or credentials.
CONTENTS = re.compile(
    r"Secret(?:s)?Value|GetParameter|GetObject|GetItem|GetRecords|ReceiveMessage|Decrypt|"
    r"ApiKey|AuthorizationToken|SessionToken|FederationToken|Credential|PasswordData|"
    r"ShardIterator|LogRecord|Query|Scan|Export"
)


@cache
def session() -> botocore.session.Session:
    return botocore.session.Session()


@cache
def pages(service: str) -> dict[str, dict[str, object]]:
    try:
        found = session().get_component("data_loader").load_service_model(service, "paginators-1")
    except (UnknownServiceError, botocore.exceptions.DataNotFoundError):
        return {}
    return found["pagination"]


def model(operation: str) -> OperationModel:
    service, _, name = operation.partition(".")
    return session().get_service_model(service).operation_model(name)


def test_a_name_is_its_own_key_and_stands_once() -> None:
    assert [read.operation for read in READS.values()] == list(READS)


@pytest.mark.parametrize("operation", READS)
def test_an_operation_exists_and_its_name_and_method_say_that_it_reads(operation: str) -> None:
    found = model(operation)

    assert VERB.match(found.name)
    assert found.http["method"] in ("GET", "POST")
    assert not CONTENTS.search(found.name)


@pytest.mark.parametrize("operation", READS)
def test_iam_knows_the_actions_as_reading_ones(operation: str) -> None:
    levels = {iam.access_level(action) for action in READS[operation].actions}

    assert levels <= {"Read", "List"}
    assert levels


@pytest.mark.parametrize("operation", READS)
def test_the_action_is_the_operations_unless_told_otherwise(operation: str) -> None:
    service, _, name = operation.partition(".")
    expected = iam.iam_actions(service, name)
    if operation in OTHER_NAMES:
        expected = (OTHER_NAMES[operation],)
    elif service.startswith("apigateway"):  # one action for all paths, by the method
        expected = (f"apigateway:{model(operation).http['method']}",)

    assert READS[operation].actions == expected


@pytest.mark.parametrize("operation", READS)
def test_what_the_policy_names_instead_is_known_to_iam(operation: str) -> None:
    read = READS[operation]
    kinds = {kind.name for action in read.actions for kind in iam.resource_types(action) or ()}

    assert {one for one in read.on if ":" not in one and one != "*"} <= kinds


def test_only_these_are_asked_of_everything_though_iam_could_narrow_them() -> None:
    assert [read.operation for read in READS.values() if read.on == ("*",)] == [
        "cloudwatch.DescribeAlarms"  # tells of composite alarms only to who may read all
    ]


@pytest.mark.parametrize("operation", READS)
def test_pages_are_joined_where_botocore_joins_them(operation: str) -> None:
    service, _, name = operation.partition(".")
    read = READS[operation]
    found = pages(service).get(name)
    if found is not None:
        key = found["result_key"]
        assert (read.items or "").split("|") == (key if isinstance(key, list) else [key])
        assert read.cursor is None
    else:
        assert (read.items is None) == (read.cursor is None)


@pytest.mark.parametrize("operation", READS)
def test_no_operation_with_pages_is_left_with_its_first(operation: str) -> None:
    found = model(operation)
    asked = set(found.input_shape.members) if found.input_shape else set()
    told = set(found.output_shape.members) if found.output_shape else set()
    tokens = {one for one in asked & told if re.search("(?i)token|marker|^position$", one)}

    assert not tokens or READS[operation].items


@pytest.mark.parametrize("operation", [one for one, read in READS.items() if read.cursor])
def test_a_cursor_names_what_is_asked_and_what_is_answered(operation: str) -> None:
    asked, _, answered = (READS[operation].cursor or "").partition("=")
    found = model(operation)
    shape = found.output_shape
    for member in (answered or asked).split("."):
        shape = shape.members[member]

    assert asked in found.input_shape.members
    assert shape.type_name == "string"


@pytest.mark.parametrize("operation", [one for one, read in READS.items() if read.items])
def test_items_name_a_list_of_the_answer(operation: str) -> None:
    for path in (READS[operation].items or "").split("|"):
        shape = model(operation).output_shape
        for member in path.split("."):
            shape = shape.members[member]

        assert shape.type_name == "list"


def test_every_read_says_what_it_is_for() -> None:
    assert all(read.why and read.group for read in READS.values())
    assert len(groups()) < 15
