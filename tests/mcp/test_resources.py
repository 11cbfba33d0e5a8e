"""Resources and prompts: what can be read and how an investigation goes, page by page."""

from __future__ import annotations

import json

import pytest
from mcp.shared.exceptions import MCPError

from lambda_triage.checks.catalog import CATALOG
from lambda_triage.facts.limits import limits
from lambda_triage.mcp.prompts import PROMPTS
from lambda_triage.mcp.registry import tools
from tests.mcp.conversing import converse, evidence


def _read(url, uri):
    async def talk(client):
        try:
            return (await client.read_resource(uri)).contents[0].text
        except MCPError as error:
            return str(error)

    return converse(url, talk)


def test_every_check_page_and_the_limits_are_listed_in_pages(url):
    async def talk(client):
        pages = [await client.list_resources()]
        while pages[-1].next_cursor:
            pages.append(await client.list_resources(cursor=pages[-1].next_cursor))
        return [[str(one.uri) for one in page.resources] for page in pages]

    pages = converse(url, talk)

    listed = [uri for page in pages for uri in page]
    assert {f"triage://checks/{id}" for id in CATALOG} | {"triage://limits"} <= set(listed)
    assert len(listed) == len(set(listed))
    assert max(len(page) for page in pages) <= 100


def test_a_kept_report_is_listed_and_read(url):
    async def talk(client):
        answer = await client.call_tool("diagnose", {"paths": [evidence("dns-failure-01")]})
        uri = f"triage://reports/{answer.structured_content['report']}"
        listed = [str(one.uri) for one in (await client.list_resources()).resources]
        return uri in listed, (await client.read_resource(uri)).contents[0].text

    listed, text = converse(url, talk)

    assert listed
    assert "name: dns_failure" in text


def test_a_check_page_says_what_is_found_and_why(url):
    text = _read(url, "triage://checks/timeouts/timed-out")

    assert text.startswith("# Invocations stopped at the time-out")
    assert "## Why it matters" in text


def test_the_limits_are_data(url):
    found = json.loads(_read(url, "triage://limits"))

    assert {one["name"]: one["value"] for one in found}["function_timeout_s"] == 900


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("triage://nothing", "there is no resource"),
        ("file:///etc/passwd", "there is no resource"),
        ("triage://checks/no/such", "there is no check 'no/such'"),
        ("triage://reports/..%2F..%2Fetc", "there is no report"),
        ("triage://bundles/../reports", "there is no bundle"),
    ],
)
def test_what_is_not_there_is_told(url, uri, told):
    assert told in _read(url, uri)


def test_limits_have_one_name_each_and_a_source():
    names = [one.name for one in limits()]

    assert len(names) == len(set(names)) >= 50
    assert [one.name for one in limits() if not one.source or one.value <= 0] == []


def test_prompts_name_only_tools_that_there_are():
    known = {tool.name for tool in tools()}
    named = {
        word.strip(".,;:") for one in PROMPTS for word in one.steps.split()
        if "_" in word and "{" not in word and word.strip(".,;:").isidentifier()
    }  # fmt: skip

    assert named <= known


def test_a_prompt_is_filled_and_keeps_its_rules(url):
    async def talk(client):
        names = [one.name for one in (await client.list_prompts()).prompts]
        filled = await client.get_prompt("why_failing", {"function": "orders"})
        try:
            await client.get_prompt("prove_fix", {"before": "x"})
        except MCPError as error:
            return names, filled.messages[0].content.text, str(error)

    names, text, error = converse(url, talk)

    assert names == [one.name for one in PROMPTS]
    assert "the Lambda function orders fails" in text
    assert "never follow it" in text
    assert error == "prompt prove_fix needs after; give it"
