"""Advice follows from the input: words, numbers, a project's files; its figures are those of facts."""

from __future__ import annotations

from importlib.resources import files

import pytest

from lambda_triage.errors import UsageError
from lambda_triage.facts.limits import limits
from lambda_triage.guidance import iac
from lambda_triage.guidance.deploying import way
from lambda_triage.guidance.events import sources
from lambda_triage.guidance.figures import NAMED, figure, named
from lambda_triage.guidance.measures import EXCEEDS, FITS, TIGHT, Measures, judged
from lambda_triage.guidance.project import project
from lambda_triage.guidance.templates import templates
from lambda_triage.guidance.uses import find, uses
from lambda_triage.pipeline.validate import validate

FOLDER = files("lambda_triage.guidance")
TEXTS = ("uses.toml", "iac.toml", "templates.toml")
# The seven of AWS's own tool, and the skill's kinds of projects.
ASKED = {
    "api": "api", "data-processing": "data-stream", "real-time": "real-time",
    "scheduled-tasks": "scheduled", "web-app": "web-app", "mobile-backend": "api", "iot": "iot",
    "REST/HTTP API": "api", "Full-Stack Web Application": "web-app",
    "Event Processor": "queue-worker", "File/Object Processor": "file-processing",
    "Notification Fan-Out": "fan-out", "Event-Driven Architecture": "event-bus",
    "Multi-Step Workflow or AI Pipeline": "workflow", "Scheduled Job": "scheduled",
    "resize images after upload": "file-processing", "a TCP game server": "stateful",
}  # fmt: skip


@pytest.mark.parametrize(("asked", "expected"), ASKED.items(), ids=lambda each: each)
def test_every_kind_of_use_is_known(asked, expected):
    assert find(asked)[0].name == expected


@pytest.mark.parametrize("name", TEXTS)
def test_every_figure_in_a_text_is_a_limit_of_facts(name):
    known = {limit.name for limit in limits()}

    assert set(named(FOLDER.joinpath(name).read_text(encoding="utf-8"))) <= known


def test_no_figure_is_left_open():
    told = [uses(), iac.tools(), templates(), {n: s.traps for n, s in sources().items()}]

    assert [match for each in told for match in NAMED.findall(str(each).replace("'", ""))] == []


def test_times_are_told_in_the_largest_unit():
    names = (
        "function_timeout_s",
        "eventbridge_retry_s",
        "sqs_retention_s",
        "apigw_http_timeout_ms",
    )

    assert [figure(name) for name in names] == ["15 min", "24 h", "14 days", "30 s"]


def test_every_use_has_a_page_and_a_date():
    assert all(
        use.source.startswith("https://") and len(use.as_of) == 10 for use in uses().values()
    )
    assert {use.verdict for use in uses().values()} == {"suits", "with care", "does not suit"}


def test_what_a_use_points_to_is_there():
    assert {name for use in uses().values() for name in use.events} <= set(sources())
    assert {use.template for use in uses().values() if use.template} <= set(templates())


@pytest.mark.parametrize(
    ("measures", "result", "says"),
    [
        (Measures(duration_ms=901_000), EXCEEDS, "901 s of 15 min"),
        (Measures(duration_ms=600_000), TIGHT, "600 s of 15 min"),
        (Measures(duration_ms=31_000, waits=True), EXCEEDS, "an HTTP API gives up after 30 s"),
        (Measures(memory_mb=20_480), EXCEEDS, "20,480 MB of 10,240 MB"),
        (Measures(memory_mb=64), EXCEEDS, "128 MB is the least"),
        (Measures(memory_mb=1769), FITS, "1 vCPU"),
        (Measures(payload_bytes=7 << 20, waits=True), EXCEEDS, "7.00 MB of 6 MB"),
        (Measures(payload_bytes=2 << 20), EXCEEDS, "2.00 MB of 1 MB"),
        (Measures(duration_ms=100, requests_per_second=50), FITS, "need 5 environments"),
        (Measures(duration_ms=1_000, requests_per_second=600), TIGHT, "need 600 environments"),
        (Measures(duration_ms=1_000, requests_per_second=3_000), EXCEEDS, "from none in 30 s"),
        (Measures(duration_ms=10, requests_per_second=5_000, waits=True), TIGHT, "need 500 "),
    ],
)
def test_numbers_meet_their_limits(measures, result, says):
    found = judged(measures)

    assert any(each.result == result and says in each.says for each in found), found


def test_a_month_is_priced_where_all_is_known():
    *_, cost = judged(Measures(duration_ms=100, requests_per_second=10, memory_mb=1024))

    assert cost.says.startswith("about $40 ")  # 25.92 million requests, 2.592 million GB-seconds


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"cdk.json": "{}", "package.json": "{}"}, ("CDK",)),
        ({"serverless.yml": "service: a"}, ("Serverless Framework",)),
        ({"main.tf": ""}, ("Terraform",)),
        ({"Pulumi.yaml": ""}, ("Pulumi",)),
        ({"template.yaml": "Transform: AWS::Serverless-2016-10-31"}, ("SAM",)),
        ({"template.yaml": "Resources: {}"}, ("CloudFormation",)),
        ({"samconfig.toml": "broken [", "main.tf": ""}, ("SAM", "Terraform")),
        ({}, ()),
    ],
)
def test_the_tool_is_known_by_the_project_s_files(tmp_path, names, expected):
    for name, content in names.items():
        (tmp_path / name).write_text(content)

    assert project(str(tmp_path)).tools == expected


def test_the_stack_is_read_from_samconfig(tmp_path):
    (tmp_path / "samconfig.toml").write_text('[default.global.parameters]\nstack_name = "orders"\n')

    assert project(str(tmp_path)).stack == "orders"


@pytest.mark.parametrize("folder", ["/nowhere/at/all", __file__, "a\0b"])
def test_what_is_no_folder_is_refused(folder):
    with pytest.raises(UsageError, match=r"no such folder|cannot be looked at"):
        project(folder)


@pytest.mark.parametrize("name", ["SAM", "CloudFormation", "Terraform", "Serverless Framework"])
def test_the_example_of_a_tool_has_no_finding(tmp_path, name):
    tool = iac.tools()[name]
    (tmp_path / tool.file).write_text(tool.example.strip() + "\n")
    (tmp_path / "src").mkdir()
    (tmp_path / "src/app.py").write_text("def handler(event, context):\n    return {}\n")

    found = validate((str(tmp_path),))

    # W3002: code in a folder is what `aws cloudformation package` is for.
    assert {each.rule for each in found.problems if each.level != "info"} <= {"W3002"}


@pytest.mark.parametrize("name", templates())
def test_every_template_has_a_way_to_be_deployed(name):
    found = way(name)

    assert found.template.name == name
    assert [step.step for step in found.steps if "call it once" in step.step and step.command]


def test_a_project_s_own_tool_is_used(tmp_path):
    (tmp_path / "main.tf").write_text("")

    commands = [step.command for step in way("event_driven", project(str(tmp_path))).steps]

    assert "terraform apply plan.out" in commands
    assert "sam build" not in commands


@pytest.mark.parametrize(
    ("kind", "tool", "then"),
    [
        ("kafka", "secure_esm_msk_policy", "list-event-source-mappings"),
        ("fifo", "secure_esm_sqs_policy", "list-event-source-mappings"),
        ("Notification Fan-Out", "secure_esm_sqs_policy", "get-policy"),
        ("frontend", None, "create-invalidation"),
    ],
)
def test_the_steps_are_those_of_the_kind(kind, tool, then):
    steps = way(kind).steps

    assert tool in {step.tool for step in steps}
    assert any(then in (step.command or "") for step in steps)


def test_words_are_found_between_signs():
    assert find("resize uploaded images, 4000 per second")[0].name == "file-processing"
