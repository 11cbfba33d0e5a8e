"""The MCP Inspector, a client that others wrote, gets the same from both transports."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lambda_triage.mcp.listed import listed
from lambda_triage.mcp.prompts import PROMPTS
from tests.mcp.conversing import PROGRAM, TOKEN, environment, evidence

# It looks for its own package.json beside the current folder, so it is started where it lies.
INSPECTOR = (
    Path(__file__).parents[2] / ".node/node_modules/@modelcontextprotocol/inspector-cli/build"
)
PATIENCE_S = 120
Inspect = Callable[..., dict[str, Any]]

pytestmark = pytest.mark.live


def inspector(*arguments: str) -> subprocess.CompletedProcess[str]:
    assert INSPECTOR.is_dir(), "the inspector is missing; run tools/inspector.sh"
    return subprocess.run(
        ["node", "index.js", *arguments],
        cwd=INSPECTOR, env=environment(), capture_output=True, text=True, check=False,
        timeout=PATIENCE_S,
    )  # fmt: skip


@pytest.fixture(params=["stdio", "http"])
def inspect(request: pytest.FixtureRequest) -> Inspect:
    """What one method answers, over either transport."""
    if request.param == "stdio":
        server = [sys.executable, "-c", PROGRAM, "mcp"]
    else:
        url = request.getfixturevalue("url")
        server = [url, "--transport", "http", "--header", f"Authorization: Bearer {TOKEN}"]

    def ask(method: str, *arguments: str) -> dict[str, Any]:
        # What stands behind the separator is the server's own, even if it looks like an option.
        if request.param == "stdio":
            done = inspector(server[0], "--method", method, *arguments, "--", *server[1:])
        else:
            done = inspector(*server, "--method", method, *arguments)
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    return ask


def test_it_lists_every_tool_with_its_schema(inspect: Inspect):
    told = inspect("tools/list")["tools"]

    assert {one["name"]: one["inputSchema"] for one in told} == {
        tool.name: tool.input_schema for tool in listed()
    }


def test_it_diagnoses_an_incident(inspect: Inspect):
    paths = json.dumps([evidence("dns-failure-01")])
    answer = inspect(
        "tools/call", "--tool-name", "diagnose", "--tool-arg", f"paths={paths}"
    )  # fmt: skip

    found = answer["structuredContent"]
    assert (found["verdict"], found["items"][0]["name"]) == ("cause_found", "dns_failure")
    assert "<untrusted>" in answer["content"][0]["text"]


def test_it_lists_resources_and_reads_one(inspect: Inspect):
    first = inspect("resources/list")["resources"]
    read = inspect("resources/read", "--uri", "triage://checks/timeouts/timed-out")

    assert "triage://limits" in {one["uri"] for one in first}
    assert read["contents"][0]["text"].startswith("# Invocations stopped at the time-out")


def test_it_lists_prompts_and_fills_one(inspect: Inspect):
    names = [one["name"] for one in inspect("prompts/list")["prompts"]]
    filled = inspect(
        "prompts/get", "--prompt-name", "why_failing", "--prompt-args", "function=orders"
    )

    assert names == [prompt.name for prompt in PROMPTS]
    assert "the Lambda function orders fails" in filled["messages"][0]["content"]["text"]


def test_without_the_token_it_is_told_what_to_send(url: str):
    done = inspector(url, "--transport", "http", "--method", "tools/list")

    assert done.returncode == 1
    assert "send `Authorization: Bearer <token>`" in done.stderr


def test_an_unknown_tool_is_one_sentence(url: str):
    header = f"Authorization: Bearer {TOKEN}"
    done = inspector(
        url, "--transport", "http", "--header", header,
        "--method", "tools/call", "--tool-name", "diagnos",
    )  # fmt: skip

    assert done.returncode == 1
    assert "there is no tool 'diagnos'; did you mean diagnose?" in done.stderr
