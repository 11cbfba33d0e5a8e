"""Guidance has every source and topic, and every number in it comes from the lists of facts."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from lambda_triage.errors import UsageError
from lambda_triage.pipeline.mappings import access
from lambda_triage.pipeline.mappings.guidance import TOPICS, guide
from lambda_triage.sources.aws.parameters import parameters

ASKED = ("sqs", "sqs-fifo", "kinesis", "dynamodb", "msk", "kafka", "self-managed-kafka", "mq",
         "documentdb")  # fmt: skip
# Digits that are no figure: ports, names of algorithms and of authentications.
NAMES = re.compile(
    r"\b(?:443|9092|9094|9096|9098|5671|61617|27017)\b|SCRAM_(?:256|512)|\bS3\b|\bec2\b|V2\b|\{[^{}]*\}"
)


def _text():
    return tomllib.loads(
        files("lambda_triage.guidance").joinpath("mappings.toml").read_text("utf-8")
    )


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("source", ASKED)
def test_every_source_has_steps_on_every_topic(source, topic) -> None:
    found = guide(source, topic)

    assert found.steps
    assert all(step.page.startswith("https://") for step in found.steps)


@pytest.mark.parametrize("source", ASKED)
def test_no_placeholder_is_left_over(source) -> None:
    told = " ".join(step.says for topic in TOPICS for step in guide(source, topic).steps)

    assert re.findall(r"\{[A-Za-z_.]+\}", told) == []


def test_no_figure_is_written_by_hand() -> None:
    said = [step["says"] for entry in _text()["entry"] for step in entry["steps"]]

    assert [one for one in said if re.search(r"\d", NAMES.sub("", one))] == []


def test_every_property_that_is_named_exists() -> None:
    known = set(parameters("lambda.CreateEventSourceMapping"))
    told = {name.split(".")[0] for entry in _text()["entry"] for step in entry["steps"]
            for name in re.findall(r"\{([A-Z]\w+)\.", step["says"])}  # fmt: skip

    assert told <= known


def test_limits_are_of_the_source() -> None:
    told = {step.says.partition(":")[0]: step.says for step in guide("sqs-fifo", "limits").steps}

    assert told["BatchSize"] == "BatchSize: 1 to 10, default 10"
    assert "MaximumBatchingWindowInSeconds" not in told


def test_steps_that_fit_the_question_come_first() -> None:
    found = guide("msk", "networking", "Which ports do the security groups have to open?")

    assert "9098" in found.steps[0].says or "443" in found.steps[0].says
    assert 0 < (found.fitting or 0) < len(found.steps)


def test_a_question_finds_its_topic() -> None:
    assert guide("sqs", None, "messages come twice").topic == "troubleshooting"
    assert guide("msk", None, "which endpoints does the private subnet need").topic == "networking"
    assert guide("kinesis", None, "what limits are there").topic == "limits"


def test_a_question_that_nothing_fits_is_told() -> None:
    assert guide("sqs", "setup", "zebra giraffe").fitting == 0


def test_kafka_without_whose_tells_of_both() -> None:
    told = " ".join(step.says for step in guide("kafka", "setup").steps)

    assert "AmazonManagedKafkaEventSourceConfig" in told
    assert "SelfManagedKafkaEventSourceConfig" in told


def test_without_a_source_there_is_a_choice_and_nothing_else() -> None:
    found = guide("unspecified", "setup")

    assert (found.source, found.steps) == (None, ())
    assert {choice.source for choice in found.choices} == set(ASKED) - {"kafka"}


def test_what_is_not_known_is_refused_with_what_is() -> None:
    with pytest.raises(UsageError, match="sqs-fifo"):
        guide("rabbit")
    with pytest.raises(UsageError, match="troubleshooting"):
        guide("sqs", "poetry")


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("sqs", (access.READ_QUEUE,)),
        ("kinesis", (access.READ_STREAM, access.SUBSCRIBE)),
        ("dynamodb", (access.READ_TABLE_STREAM, access.LIST_TABLE_STREAMS)),
        (
            "msk",
            (
                access.DESCRIBE_CLUSTER, access.FIND_BROKERS, access.CONNECT, access.READ_TOPIC,
                access.USE_GROUP,
            ),
        ),
    ],
)  # fmt: skip
def test_the_role_s_step_names_the_actions_of_the_policy(source, rows):
    (step,) = guide(source, "permissions").steps
    wanted = {action.partition(":")[2] for row in rows for action in row.actions}

    assert wanted - set(re.findall(r"[A-Z][A-Za-z0-9]+", step.says)) == set()
