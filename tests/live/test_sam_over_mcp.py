"""A project from its first file to its first failure, by the official client, the real SAM CLI and an emulator."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mcp.shared.exceptions import MCPError

from tests.live.account import REGION, Account
from tests.live.drive import SHOP
from tests.live.emulators import SAM
from tests.mcp.conversing import converse, refused, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcp import Client

    from tests.live.emulators import Emulator

pytestmark = pytest.mark.live

RUNTIME = f"python{sys.version_info.major}.{sys.version_info.minor}"
STACK = "greeter"
FUNCTION = f"{STACK}-hello"
FORBIDDEN = -32052
TEMPLATE = """
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: makefile}
    Properties: {FunctionName: !Sub "${AWS::StackName}-hello", Handler: app.handler, Runtime: provided.al2023, CodeUri: hello_world/}
Outputs:
  Greeter: {Value: !Ref Hello, Description: its name}
"""
AUDIT = """
  Audit:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: audit
      Roles: [nobody-has-this-role]
      PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "logs:GetLogEvents", Resource: "*"}]}
"""
CODE = """
def handler(event, context):
    print("greets", event["name"])
    import dateutil_that_was_not_packaged
"""


@pytest.fixture(scope="module")
def account(open_ministack: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Account:
    return Account("666677778888", open_ministack.url, tmp_path_factory.mktemp("home"))


def _environment(account: Account) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return account.environment | {"PATH": path, "LAMBDA_TRIAGE_SAM": str(SAM)}


@pytest.fixture(scope="module")
def opened(account: Account) -> Iterator[str]:
    flags = ("--allow-write", "--allow-sensitive-data-access")
    with served(*flags, **_environment(account)) as server:
        yield server.url


@pytest.fixture(scope="module")
def closed(account: Account) -> Iterator[str]:
    with served(**_environment(account)) as server:
        yield server.url


def _call(url: str, tool: str, /, **arguments: Any) -> dict[str, Any]:
    async def talk(client: Client) -> dict[str, Any]:
        found: dict[str, Any] = (await client.call_tool(tool, arguments)).structured_content
        return found

    answer: dict[str, Any] = converse(url, talk)
    return answer


@pytest.fixture(scope="module")
def project(opened: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that SAM made, with a handler that fails."""
    folder = tmp_path_factory.mktemp("projects")
    made = _call(
        opened, "sam_init", project_name="greeter", project_directory=str(folder),
        runtime=RUNTIME, dependency_manager="pip",
    )  # fmt: skip
    assert made["success"], made
    assert "template.yaml" in {one["line"] for one in made["items"]}
    place = folder / "greeter"
    (place / "template.yaml").write_text(TEMPLATE)
    (place / "hello_world" / "app.py").write_text(CODE)
    for name in ("bootstrap", "Makefile"):  # the runtime that writes a log as Lambda does
        shutil.copy(SHOP / "src" / name, place / "hello_world" / name)
    (place / "samconfig.toml").unlink()
    return place


@pytest.fixture(scope="module")
def deployed(opened: str, project: Path) -> dict[str, Any]:
    """What sam_deploy says of it."""
    built = _call(opened, "sam_build", project_directory=str(project))
    assert built["success"], built
    assert "Hello" in built["status"]
    return _call(
        opened, "sam_deploy", application_name=STACK, project_directory=str(project), region=REGION
    )


def test_a_project_is_deployed_with_its_outputs(deployed: dict[str, Any]) -> None:
    parts = {one["name"]: one for one in deployed["items"]}

    assert deployed["status"] == "deployed"
    assert parts["Greeter"]["value"] == FUNCTION
    assert parts["Hello"]["resource_type"] == "AWS::Lambda::Function"


def test_what_is_deployed_already_is_a_success(
    opened: str, project: Path, deployed: dict[str, Any]
) -> None:
    again = _call(
        opened, "sam_deploy", application_name=STACK, project_directory=str(project), region=REGION
    )

    assert (again["success"], again["status"]) == (True, "unchanged")


def test_a_function_that_fails_is_a_failure_whose_cause_is_diagnosed(
    opened: str, deployed: dict[str, Any]
) -> None:
    found = _call(
        opened, "sam_remote_invoke", resource_name="Hello", stack_name=STACK,
        event={"name": "Ann"}, region=REGION,
    )  # fmt: skip

    assert found["success"] is False
    assert "dateutil_that_was_not_packaged" in found["failure"]["message"]
    assert any("greets" in one["line"] for one in found["items"])
    diagnosis = _call(opened, "diagnose", functions=[FUNCTION], since="1h", region=REGION)
    assert diagnosis["items"][0]["name"] == "import_module_missing"


def test_the_log_tail_of_an_invocation_needs_the_flag(
    account: Account, deployed: dict[str, Any]
) -> None:
    with served("--allow-write", **_environment(account)) as server:
        found = _call(
            server.url, "sam_remote_invoke", resource_name="Hello", stack_name=STACK,
            event='{"name": "Ann"}', region=REGION,
        )  # fmt: skip

    assert "--allow-sensitive-data-access" in found["log"]
    assert "greets" not in str(found)


def test_logs_are_those_of_the_stack_and_of_every_group_named(
    opened: str, account: Account, deployed: dict[str, Any]
) -> None:
    logs = account.client("logs")
    group = "/own/second"
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="one")
    event = {"timestamp": int(time.time() * 1000), "message": "of the second group"}
    logs.put_log_events(logGroupName=group, logStreamName="one", logEvents=[event])
    _call(opened, "sam_remote_invoke", resource_name="Hello", stack_name=STACK,
          event={"name": "Bob"}, region=REGION)  # fmt: skip

    found = _call(
        opened, "sam_logs", cw_log_group=[f"/aws/lambda/{FUNCTION}", group], region=REGION
    )

    said = " ".join(one["message"] for one in found["items"])
    assert "greets Bob" in said
    assert "of the second group" in said
    assert [one["time"] for one in found["items"]] == sorted(one["time"] for one in found["items"])


def test_a_failing_deployment_names_the_first_failed_resource(opened: str, project: Path) -> None:
    broken = project.with_name("broken")
    (broken / "hello_world").mkdir(parents=True)
    (broken / "hello_world" / "app.py").write_text(CODE)
    (broken / "template.yaml").write_text(TEMPLATE.replace("Outputs:", AUDIT + "Outputs:"))

    found = _call(
        opened,
        "sam_deploy",
        application_name="broken",
        project_directory=str(broken),
        region=REGION,
    )

    failure = found["failure"]
    assert (failure["kind"], failure["resource"]) == ("resource_failed", "Audit")
    assert failure["resource_type"] == "AWS::IAM::Policy"
    assert "nobody-has-this-role cannot be found" in failure["message"]
    assert "ollback" not in failure["message"]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("sam_deploy", {"application_name": "planned", "project_directory": "{project}"}),
        ("sam_remote_invoke", {"resource_name": "Hello", "stack_name": STACK}),
    ],
)
def test_a_plan_needs_no_flag_and_changes_nothing(
    closed: str, account: Account, project: Path, tool: str, arguments: dict[str, Any]
) -> None:
    told = {k: v.replace("{project}", str(project)) for k, v in arguments.items()}
    before = _state(account)

    found = _call(closed, tool, **told, plan_only=True, region=REGION)
    error = refused(closed, tool, **told, region=REGION)

    assert (found["status"], found["success"]) == ("planned", False)
    assert any("AWS: " in line for line in found["plan"])
    assert (error.code, "--allow-write" in str(error)) == (FORBIDDEN, True)
    assert _state(account) == before


def _state(account: Account) -> object:
    stacks = account.client("cloudformation").list_stacks()["StackSummaries"]
    buckets = account.client("s3").list_buckets()["Buckets"]
    return [one["StackName"] for one in stacks], [one["Name"] for one in buckets]


def test_a_folder_that_is_there_is_overwritten_with_the_flag_only(
    closed: str, opened: str, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "precious.txt").write_text("kept")
    wanted = {
        "project_name": "mine", "project_directory": str(tmp_path), "runtime": RUNTIME,
        "dependency_manager": "pip",
    }  # fmt: skip

    plain = refused(opened, "sam_init", **wanted)
    gated = refused(closed, "sam_init", **wanted, overwrite=True)
    made = _call(opened, "sam_init", **wanted, overwrite=True)

    assert "exists and is left as it is" in str(plain)
    assert (gated.code, "--allow-write" in str(gated)) == (FORBIDDEN, True)
    assert made["success"]
    (kept,) = tmp_path.glob("mine.*.bak")
    assert (kept / "precious.txt").read_text() == "kept"
    assert (tmp_path / "mine" / "template.yaml").is_file()


def test_a_build_is_followed_line_by_line(opened: str, project: Path) -> None:
    seen: list[str] = []

    async def told(done: float, total: float | None, what: str | None) -> None:
        seen.append(what or "")

    async def talk(client: Client) -> None:
        await client.call_tool(
            "sam_build", {"project_directory": str(project)}, progress_callback=told
        )

    converse(opened, talk)

    assert any("Building codeuri" in line for line in seen)


def test_a_role_is_assumed_for_sam(opened: str, account: Account, deployed: dict[str, Any]) -> None:
    trust = {"Effect": "Allow", "Principal": {"AWS": account.id}, "Action": "sts:AssumeRole"}
    role = account.client("iam").create_role(
        RoleName="reader",
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )["Role"]["Arn"]

    found = _call(opened, "sam_logs", stack_name=STACK, role_arn=role, region=REGION)

    assert found["success"], found


def test_without_credentials_the_next_step_is_told(account: Account, tmp_path: Path) -> None:
    nobody = {k: v for k, v in _environment(account).items() if not k.startswith("AWS_ACCESS")}
    with served("--allow-sensitive-data-access", **nobody) as server:
        found = _call(server.url, "sam_logs", stack_name=STACK, region=REGION)

    assert found["failure"]["kind"] == "no_credentials"
    assert "profile" in found["next"]


def test_without_sam_one_sentence_says_how_to_install_it(tmp_path: Path) -> None:
    with served(LAMBDA_TRIAGE_SAM=str(tmp_path / "sam")) as server:
        error = refused(server.url, "sam_build", project_directory=str(tmp_path))

    assert "is no program" in str(error)
    assert isinstance(error, MCPError)
