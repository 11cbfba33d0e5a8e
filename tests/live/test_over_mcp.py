"""The tools that ask AWS, by the official client against an emulator: what is shown, and what is not."""

from __future__ import annotations

import io
import json
import time
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from mcp.shared.exceptions import MCPError

from tests.live.account import REGION, Account
from tests.mcp.conversing import converse, refused, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mcp import Client

    from tests.live.emulators import Emulator

pytestmark = pytest.mark.live

NAME = "talker"
ID = "11111111-2222-3333-4444-555555555555"
SAID = "the customer is called Ann Example"
LINES = (
    f"START RequestId: {ID} Version: $LATEST",
    f"2026-11-20T08:00:00.000Z {ID} INFO {SAID}",
    "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'requests'",
    f"END RequestId: {ID}",
    f"REPORT RequestId: {ID}\tDuration: 2.00 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\t",
)
ASKED = {"functions": [NAME], "since": "1h", "region": REGION}


@pytest.fixture(scope="module")
def account(open_ministack: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Account:
    """An account with one function that failed once."""
    made = Account("555566667777", open_ministack.url, tmp_path_factory.mktemp("home"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("app.py", "import requests\n")
    made.client("lambda").create_function(
        FunctionName=NAME,
        Runtime="python3.13",
        Role=f"arn:aws:iam::{made.id}:role/{NAME}",
        Handler="app.handler",
        Code={"ZipFile": packed.getvalue()},
    )
    logs = made.client("logs")
    group = f"/aws/lambda/{NAME}"
    stream = "2026/11/20/[$LATEST]0123456789abcdef0123456789abcdef"
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName=stream)
    now = int(time.time() * 1000) - 60_000
    events = [{"timestamp": now + n, "message": line} for n, line in enumerate(LINES)]
    logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=events)
    return made


@pytest.fixture(scope="module")
def closed(account: Account) -> Iterator[str]:
    with served(**account.environment) as server:
        yield server.url


@pytest.fixture(scope="module")
def opened(account: Account) -> Iterator[str]:
    with served("--allow-sensitive-data-access", **account.environment) as server:
        yield server.url


def _answers(url: str, *calls: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers to some calls; `{bundle}` is that of an earlier one."""

    async def talk(client: Client) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for tool, arguments in calls:
            known = {k: v for one in found for k, v in one.items() if k == "bundle"}
            text = json.dumps(arguments).replace("{bundle}", known.get("bundle", ""))
            found.append((await client.call_tool(tool, json.loads(text))).structured_content)
        return found

    answers: list[dict[str, Any]] = converse(url, talk)
    return answers


def test_a_live_diagnosis_names_the_cause_and_quotes_nothing(closed: str) -> None:
    (found,) = _answers(closed, ("diagnose", ASKED))

    first = found["items"][0]
    assert first["name"] == "import_module_missing"
    assert any("withheld: start the server with" in line for line in first["proof"])
    assert "Unable to import module" not in json.dumps(first["proof"])


def test_with_the_flag_the_lines_are_quoted(opened: str) -> None:
    (found,) = _answers(opened, ("diagnose", ASKED))

    assert "Unable to import module" in found["items"][0]["proof"][0]


def test_a_collected_bundle_is_evidence_for_the_next_calls(closed: str) -> None:
    collected, found, metrics = _answers(
        closed,
        ("collect_evidence", ASKED),
        ("diagnose", {"paths": ["{bundle}"]}),
        ("get_metrics", {"paths": ["{bundle}"], "metrics": ["Duration"]}),
    )

    assert collected["calls"] > 5
    assert found["items"][0]["name"] == "import_module_missing"
    assert "Unable to import module" not in json.dumps(found["items"][0]["proof"])
    assert any(one["source"] == "REPORT" for one in metrics["items"])


def test_lines_of_a_collected_bundle_need_the_flag_too(closed: str, opened: str) -> None:
    async def talk(client: Client) -> str:
        made = await client.call_tool("collect_evidence", ASKED)
        wanted = {"paths": [made.structured_content["bundle"]], "contains": "customer"}
        try:
            return str((await client.call_tool("get_logs", wanted)).structured_content)
        except MCPError as error:
            return str(error)

    refusal, answer = converse(closed, talk), converse(opened, talk)

    assert "--allow-sensitive-data-access" in refusal
    assert SAID not in refusal
    assert SAID in answer


def test_a_bundle_is_a_resource_that_says_what_is_missing(closed: str) -> None:
    async def talk(client: Client) -> str:
        made = await client.call_tool("collect_evidence", ASKED)
        uri = f"triage://bundles/{made.structured_content['bundle']}"
        return str((await client.read_resource(uri)).contents[0].text)

    manifest = json.loads(converse(closed, talk))

    assert manifest["target"]["functions"] == [NAME]


def test_a_function_that_aws_does_not_know_is_told(closed: str) -> None:
    error = refused(closed, "diagnose", functions=["nobody"], region=REGION)

    assert "AWS knows no function nobody" in str(error)
    assert "check the name, region and profile" in str(error)


def test_a_project_folder_that_names_no_stack_is_told(closed: str, tmp_path: Path) -> None:
    error = refused(closed, "diagnose", project=str(tmp_path), region=REGION)

    assert "has no samconfig.toml and no cdk.json; give function or stack" in str(error)
