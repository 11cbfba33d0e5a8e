"""The README's configurations for clients parse, and each starts or reaches a real server."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from lambda_triage.mcp.listed import listed
from tests.documented import blocks, commands, dead_links, inline, parsed
from tests.mcp.conversing import TOKEN, environment
from tests.mcp.test_transports import ACCEPT, HELLO

README = Path(__file__).parents[2] / "README.md"
SECTION = README.read_text(encoding="utf-8").partition("\n## Over MCP\n")[2].partition("\n## ")[0]
CLIENTS = {
    "Claude Code", "Claude Desktop", "Cursor", "VS Code", "Windsurf", "Zed", "Kiro", "Amazon Q CLI",
    "Codex", "Gemini CLI",
}  # fmt: skip
KEYS = ("mcpServers", "servers", "context_servers", "mcp_servers")
URLS = ("url", "serverUrl", "httpUrl")
# How clients write the value of a variable, or what is to be filled in.
HOLES = re.compile(r"\$\{(?:env:|input:)?[\w-]+\}|<token>")


def entries() -> list[Any]:
    """The server of every configuration."""
    found = []
    for number, block in enumerate(blocks(SECTION)):
        if block.info not in ("json", "toml"):
            continue
        told = json.loads(block.text) if block.info == "json" else tomllib.loads(block.text)
        (servers,) = [told[key] for key in KEYS if key in told]
        found.append(pytest.param(servers["lambda-triage"], id=f"{block.info}-{number}"))
    return found


STARTED = [one for one in entries() if "command" in one.values[0]]
REACHED = [one for one in entries() if "command" not in one.values[0]]


def test_every_client_has_a_row_with_its_file():
    rows = [line.split("|")[1:-1] for line in SECTION.splitlines() if line.startswith("| ")]
    files = {row[0].strip(): inline(row[1]) for row in rows if row[0].strip() in CLIENTS}

    assert set(files) == CLIENTS
    assert all(any(re.search(r"\.(json|toml)$", name) for name in told) for told in files.values())


def test_every_file_that_a_configuration_is_for_is_in_the_table():
    table = SECTION.partition("<details>")[0]
    titles = re.findall(r"^([A-Z][\w ]+), `([^`]+)`:$", SECTION, re.MULTILINE)

    assert len(titles) == len(STARTED) + len(REACHED) - 1
    for client, file in titles:
        (row,) = [line for line in table.splitlines() if line.startswith(f"| {client} |")]
        assert file in inline(row)


@pytest.mark.parametrize("entry", STARTED)
def test_an_entry_that_starts_a_server_starts_one(entry: dict[str, Any]):
    assert parsed(" ".join([entry["command"], *entry["args"]])) is not None


def test_the_command_of_the_entries_answers():
    ways = {(one.values[0]["command"], tuple(one.values[0]["args"])) for one in STARTED}
    ((command, arguments),) = ways
    folder = str(Path(sys.executable).parent)

    async def main() -> list[str]:
        started = StdioServerParameters(
            command=f"{folder}/{command}", args=list(arguments), env=environment()
        )
        async with Client(stdio_client(started)) as client:
            return [tool.name for tool in (await client.list_tools()).tools]

    assert anyio.run(main) == [tool.name for tool in listed()]


@pytest.mark.parametrize("entry", REACHED)
def test_an_entry_over_http_sends_the_token_to_where_the_server_listens(entry: Any, url: str):
    if "bearer_token_env_var" in entry:
        assert entry["bearer_token_env_var"] == "LAMBDA_TRIAGE_MCP_TOKEN"
        headers = {"Authorization": f"Bearer {TOKEN}"}
    else:
        headers = {name: HOLES.sub(TOKEN, value) for name, value in entry["headers"].items()}
    (told,) = [entry[key] for key in URLS if key in entry]
    address = re.search(r"--http (\S+)", SECTION)
    assert address is not None

    answer = httpx2.post(url, json=HELLO, headers={**ACCEPT, **headers})

    assert told == f"http://{address[1]}/mcp"
    assert url.endswith("/mcp")
    assert answer.status_code == 200


def test_commands_of_the_readme_parse_and_its_links_lead_somewhere():
    for line in commands(README.read_text(encoding="utf-8")):
        assert parsed(line) is not None
    assert dead_links(README) == []


def test_every_tool_is_in_the_table_of_flags():
    table = SECTION.partition("<!-- tools:")[2].partition("<!-- /tools -->")[0]
    told = [
        name for row in table.splitlines() if row[:1] == "|" for name in inline(row.split("|")[1])
    ]

    assert sorted(told) == sorted(tool.name for tool in listed())
