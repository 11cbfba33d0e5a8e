"""Our templates deploy as they are: no finding of ours or of cfn-lint, and their handlers run."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from lambda_triage.errors import UsageError
from lambda_triage.guidance.events import sources
from lambda_triage.guidance.templates import application, find, templates
from lambda_triage.pipeline.validate import validate
from lambda_triage.runtime import Function, missing_part, run

SAM = Path(__file__).parents[2] / ".venv-sam/bin/sam"
HERE = "python3.11"  # the one that these tests have; templates are given for any
# The skill's kinds of projects, and what AWS's own tool takes.
ASKED = {
    "API": "http-api", "REST/HTTP API": "http-api", "backend": "http-api", "hello-world": "http-api",
    "REST API": "rest-api", "Full-Stack Web Application": "web-app", "fullstack": "web-app",
    "Web": "web-app", "frontend": "static-site", "Event Processor": "queue", "sqs": "queue",
    "fifo": "fifo", "File/Object Processor": "s3", "Notification Fan-Out": "sns-fanout",
    "Event-Driven Architecture": "eventbridge", "event_driven": "queue",
    "Multi-Step Workflow or AI Pipeline": "step-functions", "Scheduled Job": "schedule",
    "kinesis": "kinesis", "ETL": "kinesis", "DynamoDB Streams": "dynamodb-stream", "kafka": "msk",
    "webhook": "function-url", "a nightly cron report": "schedule", "cron": "schedule",
}  # fmt: skip


@pytest.fixture
def written(tmp_path):
    def write(name, runtime=HERE):
        for file in application(templates()[name], runtime):
            place = tmp_path / name / file.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(file.content)
        return tmp_path / name

    return write


@pytest.mark.parametrize(("asked", "expected"), ASKED.items(), ids=lambda each: each)
def test_every_kind_of_project_finds_its_template(asked, expected):
    assert find(asked).name == expected


def test_an_unknown_kind_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match=r"did you mean schedule\?"):
        find("shedule")


@pytest.mark.parametrize("language", ["python", "nodejs"])
def test_nothing_is_found_in_any_template(written, tmp_path, language):
    for name in templates():
        written(name, language)

    found = validate((str(tmp_path),))

    assert [(each.rule, each.message) for each in found.problems] == []
    assert found.whole


@pytest.mark.skipif(missing_part() is not None, reason=f"missing {missing_part()}")
@pytest.mark.parametrize("name", [n for n, t in templates().items() if t.event])
def test_the_handler_takes_the_example_of_its_source(written, name):
    folder = written(name)
    event = json.loads((folder / "events/event.json").read_text())
    names = ("price", "ship") if name == "step-functions" else ("handler",)

    for each in names:
        function = Function("tried", f"app.{each}", folder / "src", timeout_s=10.0)
        (done,) = run(function, [event]).invocations
        assert (done.error_type, done.error_message) == (None, None)
        event = done.response

    assert name not in ("queue", "fifo", "kinesis", "dynamodb-stream") or event == {
        "batchItemFailures": []
    }


@pytest.mark.parametrize("name", ["queue", "fifo", "kinesis"])
@pytest.mark.skipif(missing_part() is not None, reason=f"missing {missing_part()}")
def test_a_bad_record_is_reported_alone(written, name):
    folder = written(name)
    event = json.loads((folder / "events/event.json").read_text())
    first = event["Records"][0]
    bad = json.loads(json.dumps(first).replace("059f36b4", "00000000").replace("4959", "4960"))
    (bad["kinesis"] if name == "kinesis" else bad).update({"data": "bm8=", "body": "no"})

    (done,) = run(
        Function("tried", "app.handler", folder / "src", timeout_s=10.0),
        [{"Records": [first, bad]}],
    ).invocations

    named = bad["kinesis"]["sequenceNumber"] if name == "kinesis" else bad["messageId"]
    assert done.response == {"batchItemFailures": [{"itemIdentifier": named}]}


def test_an_event_goes_with_each_handler():
    assert {t.event for t in templates().values() if t.event} <= set(sources())


def test_a_runtime_is_kept_as_it_was_given():
    (first, *_) = application(find("queue"), "nodejs22.x")

    assert "Runtime: nodejs22.x" in first.content
    assert "RUNTIME" not in first.content


def test_other_languages_are_told_how_to_go_on():
    with pytest.raises(UsageError, match=r"sam_init with runtime java25"):
        application(find("queue"), "java21")


@pytest.mark.live
@pytest.mark.skipif(not SAM.exists(), reason="missing the SAM CLI in .venv-sam")
@pytest.mark.parametrize("name", templates())
def test_sam_accepts_and_builds_it(written, name):
    folder = written(name)
    path = f"{Path(os.sys.executable).parent}:{os.environ['PATH']}"
    settings = {
        **os.environ,
        "SAM_CLI_TELEMETRY": "0",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "PATH": path,
    }

    for command in (["validate", "--lint"], ["build"]):
        done = subprocess.run(
            [SAM, *command], check=False, cwd=folder, capture_output=True, text=True, env=settings
        )
        assert done.returncode == 0, done.stderr
