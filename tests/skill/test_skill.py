"""What the skill names exists, its calls are accepted, its limits and log lines are the product's."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from lambda_triage.checks.catalog import CATALOG
from lambda_triage.facts.causes import causes
from lambda_triage.facts.limits import limits
from lambda_triage.facts.server_errors import readings
from lambda_triage.insights import explain
from lambda_triage.mcp.listed import listed
from lambda_triage.mcp.registry import tools
from lambda_triage.pipeline.diagnose import diagnose
from tests.documented import blocks, commands, dead_links, inline, parsed
from tests.mcp.conversing import converse, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcp import Client
    from mcp_types import CallToolResult

ROOT = Path(__file__).parents[2] / "skills/lambda-triage"
SKILL = ROOT / "SKILL.md"
PAGES = sorted([SKILL, *ROOT.glob("references/*.md")])
TOPICS = {
    "getting-started", "web-app-deployment", "event-sources", "event-driven-architecture",
    "orchestration-and-workflows", "step-functions", "observability", "optimization",
    "powertools", "troubleshooting",
}  # fmt: skip
FAMILIES = {id.partition("/")[0] for id in CATALOG}
SNAKE = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
# Words of others in backticks that look like names of ours.
FOREIGN = {"correlation_id", "function_request_id"}
ANSWERED = {"cause_found", "next_cursor"}  # words of our answers
ROW = re.compile(
    r"^\| `([a-z0-9_]+)` \| ([\d,]+) \| ([^|]+) \| (yes|no) \| ([^|]+) \|$", re.MULTILINE
)
KNOWN = {limit.name: limit for limit in limits()}
UNITS = "|".join(sorted({re.escape(limit.unit) for limit in limits()}, key=len, reverse=True))
LIMIT = re.compile(rf"(\d[\d,]*) ({UNITS}) \(`([a-z0-9_]+)`\)")
NAMED = {tool.name: tool.input_schema for tool in listed()}
# Tools whose examples can be called here and now.
ALONE = {
    "deploy_serverless_app_help", "esm_guidance", "esm_kafka_troubleshoot", "explain_access",
    "get_iac_guidance", "get_lambda_event_schemas", "get_lambda_guidance",
    "get_serverless_templates", "list_checks", "secure_esm_dynamodb_policy",
    "secure_esm_kinesis_policy", "secure_esm_msk_policy", "secure_esm_sqs_policy",
}  # fmt: skip
FLAGS = {"write": "--allow-write", "sensitive": "--allow-sensitive-data-access"}
EACH = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served() as server:
        yield server.url


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def calls() -> list[Any]:
    return [
        pytest.param(json.loads(line), id=f"{page.stem}-{number}")
        for page in PAGES
        for number, line in enumerate(
            line for block in blocks(text(page), "json") for line in block.text.splitlines()
        )
    ]


def lines() -> list[Any]:
    return [
        pytest.param(block.info.split(" ")[1], block.text, id=f"{page.stem}-{number}")
        for page in PAGES
        for number, block in enumerate(blocks(text(page), "log"))
    ]


def front_matter() -> dict[str, str]:
    head = re.match(r"---\n(.*?)\n---\n", text(SKILL), re.DOTALL)
    assert head is not None
    told: dict[str, str] = YAML(typ="safe").load(head[1])
    return told


def test_front_matter_names_the_folder_and_says_when_to_use_it():
    front = front_matter()

    assert front["name"] == ROOT.name
    assert 200 <= len(front["description"]) <= 1024
    assert not re.search(r"[<>]", front["description"])


def test_the_ten_topics_are_there_and_linked():
    linked = set(re.findall(r"\(references/([a-z-]+)\.md\)", text(SKILL)))

    assert {page.stem for page in PAGES} - {"SKILL"} == TOPICS
    assert linked == TOPICS


def test_pages_stay_short_and_are_not_empty():
    sizes = {page.stem: text(page).count("\n") for page in PAGES}

    assert sizes.pop("SKILL") <= 200
    assert all(60 <= size <= 200 for size in sizes.values())


@EACH
def test_links_lead_somewhere(page: Path):
    assert dead_links(page) == []


@EACH
def test_references_tell_their_sources(page: Path):
    if page == SKILL:
        return
    sources = text(page).partition("\n## Sources\n")[2]

    assert len(re.findall(r"^- https://", sources, re.MULTILINE)) >= 3


def test_every_tool_is_taught():
    said = {name for page in PAGES for name in inline(text(page))}

    assert set(NAMED) - said == set()


@EACH
def test_every_name_is_a_tool_an_argument_a_cause_or_a_limit(page: Path):
    arguments = {name for schema in NAMED.values() for name in schema["properties"]}
    known = {*NAMED, *arguments, *causes(), *KNOWN, *FOREIGN, *ANSWERED}

    assert {n for n in inline(text(page)) if SNAKE.fullmatch(n)} - known == set()


@EACH
def test_every_check_exists(page: Path):
    told = {n for n in inline(text(page)) if re.fullmatch(r"[a-z-]+/[a-z0-9-]+", n)}

    assert {n for n in told if n.partition("/")[0] in FAMILIES} - set(CATALOG) == set()
    assert {n for n in told if n.partition("/")[0] not in FAMILIES} == set()


@pytest.mark.parametrize("call", calls())
def test_calls_are_accepted(call: dict[str, Any]):
    assert call.keys() == {"tool", "arguments"}
    assert call["tool"] in set(NAMED)
    jsonschema.validate(call["arguments"], NAMED[call["tool"]])


@pytest.mark.parametrize("call", [c for c in calls() if c.values[0]["tool"] in ALONE])
def test_calls_that_need_no_files_are_answered(call: dict[str, Any], url: str):
    given = {k: v for k, v in call["arguments"].items() if k not in ("paths", "project_directory")}

    async def talk(client: Client) -> CallToolResult:
        return await client.call_tool(call["tool"], given)

    assert not converse(url, talk).is_error


@pytest.mark.parametrize("call", [c for c in calls() if "query" in c.values[0]["arguments"]])
def test_queries_are_understood(call: dict[str, Any]):
    assert explain(call["arguments"]["query"])


def test_statuses_mean_what_the_list_of_server_errors_says():
    page = text(ROOT / "references/web-app-deployment.md")
    rows = re.findall(r"^\| ([A-Z]+) \| (\d+) \| (.*) \|$", page, re.MULTILINE)

    assert rows
    for api, status, told in rows:
        listed = {one.cause for one in readings() if (one.api, str(one.status)) == (api, status)}
        assert set(inline(told)) == listed


@EACH
def test_commands_parse(page: Path):
    for line in commands(text(page)):
        assert parsed(line) is not None


@EACH
def test_limits_are_those_of_the_list(page: Path):
    prose = re.sub(r"\s+", " ", text(page))
    told = [(name, value.replace(",", ""), unit) for value, unit, name in LIMIT.findall(prose)]
    rows = ROW.findall(text(page))
    named = [n for n in inline(text(page)) if n in KNOWN]

    assert told == [(n, str(KNOWN[n].value), KNOWN[n].unit) for n, _, _ in told]
    assert sorted(named) == sorted([n for n, _, _ in told] + [row[0] for row in rows])
    for name, value, unit, adjustable, source in rows:
        limit = KNOWN[name]
        assert (value, unit) == (f"{limit.value:,}", limit.unit)
        assert (adjustable == "yes", source) == (limit.adjustable, limit.source)


@pytest.mark.parametrize(("cause", "log"), lines())
def test_log_lines_mean_what_the_page_says(cause: str, log: str):
    report = diagnose(["-"], stdin=io.BytesIO(log.encode()))

    assert [one.cause for one in report.causes[:1]] == ([] if cause == "nothing" else [cause])


def test_tools_that_need_a_flag_are_in_its_row():
    cells = [line.split("|") for line in text(SKILL).splitlines() if line.startswith("| `--")]
    rows = {one[1].strip().strip("`"): set(inline(one[2])) for one in cells}
    needed = {
        flag: {
            t.name for t in tools() if (t.gate and FLAGS[t.gate] == flag) or flag in t.description
        }
        for flag in FLAGS.values()
    }

    assert [n for flag, names in needed.items() for n in names - rows[flag]] == []
