"""Schemas of events: they hold for our examples and know every key of SAM's generated events."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import jsonschema
import pytest

from lambda_triage.errors import UsageError
from lambda_triage.facts.limits import limits
from lambda_triage.guidance.events import find, sources
from lambda_triage.guidance.languages import LANGUAGES, identifier, imports, language
from tests.guidance.accepting import accepts, paths

RECORD = Path(__file__).with_name("sam_event_keys.tsv")
SAM = Path(__file__).parents[2] / ".venv-sam/bin/sam"
# The names under which the skill and AWS's own tool ask.
ASKED = (
    "api-gw", "apigateway", "API Gateway", "http api", "rest api", "websocket", "alb", "function url",
    "sqs", "sns", "s3", "eventbridge", "schedule", "scheduler", "kinesis", "firehose", "dynamodb",
    "DynamoDB Streams", "msk", "kafka", "self-managed kafka", "mq", "rabbitmq", "documentdb", "cognito",
    "cloudwatch logs", "lex", "iot", "ses", "codepipeline", "config", "cloudfront", "lambda@edge",
    "step functions", "appsync", "cloudformation", "s3 batch", "secrets manager", "alarm",
)  # fmt: skip


def recorded() -> dict[tuple[str, str], list[tuple[str, str]]]:
    rows = [line.split("\t") for line in RECORD.read_text().splitlines() if line[0] != "#"]
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for command, source, path, kind in rows[1:]:
        found.setdefault((command, source), []).append((path, kind))
    return found


@pytest.mark.parametrize("name", sources())
def test_the_example_is_what_its_schema_says(name):
    source = sources()[name]
    schema = source.schema()

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(source.example))


@pytest.mark.parametrize("name", sources())
def test_every_key_of_the_example_is_told_of(name):
    source = sources()[name]
    schema = source.schema()

    found = paths(json.loads(source.example))
    unknown = {path for path, kind in found if not accepts(schema, path, kind)}

    assert unknown <= {"order", "items[].name", "items[].count", "temperature", "received"}


@pytest.mark.parametrize(("command", "name"), recorded(), ids=lambda each: each)
def test_the_schema_knows_every_key_that_sam_generates(command, name):
    schema = sources()[name].schema()

    keys = recorded()[command, name]

    assert [path for path, kind in keys if not accepts(schema, path, kind)] == []


@pytest.mark.live
@pytest.mark.skipif(not SAM.exists(), reason="missing the SAM CLI in .venv-sam")
@pytest.mark.parametrize(("command", "name"), recorded(), ids=lambda each: each)
def test_the_record_is_what_sam_generates(command, name):
    answer = subprocess.run(
        [SAM, "local", "generate-event", *command.split()],
        capture_output=True, check=True, env={**os.environ, "SAM_CLI_TELEMETRY": "0"},
    )  # fmt: skip

    event = json.loads(answer.stdout)

    jsonschema.Draft202012Validator(sources()[name].schema()).validate(event)
    assert sorted(paths(event)) == recorded()[command, name]


@pytest.mark.parametrize("asked", ASKED)
def test_all_names_find_a_source(asked):
    assert find(asked)


def test_a_name_of_several_finds_them_all():
    assert {source.name for source in find("api-gw")} == {"apigateway-http", "apigateway-rest"}
    assert {source.name for source in find("kafka")} == {"kafka", "msk"}


def test_an_unknown_source_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match=r"did you mean kinesis\?"):
        find("kinessis")


def test_every_limit_that_a_source_names_is_known():
    known = {limit.name for limit in limits()}

    assert {name for source in sources().values() for name in source.limits} <= known


def test_every_source_has_a_page_and_a_date():
    assert {source.source[:24] for source in sources().values()} == {
        "https://docs.aws.amazon.c"[:24]
    }
    assert all(len(source.as_of) == 10 for source in sources().values())


def test_types_are_told_for_each_source_and_language():
    from lambda_triage.guidance.languages import _types

    assert set(_types()) == set(sources())
    assert imports("sqs", "go") == (
        'import "github.com/aws/aws-lambda-go/events" // events.SQSEvent',
    )
    assert imports("sqs", "ruby") == ()


@pytest.mark.parametrize(
    ("runtime", "expected"),
    [("python3.12", "python"), ("nodejs22.x", "nodejs"), ("TypeScript", "typescript"),
     ("java8.al2", "java"), ("java21", "java"), ("go1.x", "go"), ("golang", "go"), ("dotnet8", "dotnet"),
     ("C#", "dotnet"), ("ruby3.4", "ruby"), ("node", "nodejs"), ("rust", "rust")],
)  # fmt: skip
def test_runtimes_are_known_by_their_names(runtime, expected):
    assert language(runtime) == expected


def test_a_runtime_without_version_is_the_newest():
    assert (identifier("python3.12"), identifier("nodejs")) == ("python3.12", "nodejs24.x")


def test_a_runtime_that_takes_no_new_functions_gives_way_to_the_newest():
    assert (identifier("python2.7"), identifier("nodejs6.10")) == ("python3.14", "nodejs24.x")


@pytest.mark.parametrize("runtime", ["cobol", "provided.al2023", ""])
def test_other_runtimes_are_refused(runtime):
    with pytest.raises(UsageError, match=r"python|go or rust"):
        language(runtime)


def test_every_language_is_found_by_its_name():
    assert [language(name) for name in LANGUAGES] == list(LANGUAGES)
