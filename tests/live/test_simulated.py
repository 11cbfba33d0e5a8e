"""A refused call is put to IAM's simulation over HTTP, and the answer is read beside the log."""

from __future__ import annotations

import json
import os
import zlib
from typing import TYPE_CHECKING

import pytest

from lambda_triage.checks.catalog import checks
from lambda_triage.checks.rights.simulated_decision import simulated_decision
from lambda_triage.checks.scene import Scene
from lambda_triage.sources.aws.deeper import deeper
from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.collect import collect
from tests.live import fetch
from tests.live.account import REGION, Account

if TYPE_CHECKING:
    from pathlib import Path

    from tests.live.emulators import Emulator

pytestmark = pytest.mark.live

ROLE = "parcels-role"


@pytest.fixture(scope="module")
def account(ministack: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Account:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    number = f"6{zlib.crc32(worker.encode()):011d}"
    return Account(number, ministack.url, tmp_path_factory.mktemp("simulated"))


def trust() -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
                 "Action": "sts:AssumeRole"}  # fmt: skip
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def refused(account: Account, folder: Path, allowed: str) -> tuple[Scope, str]:
    """A function whose log shows a refusal, and its role, which may do one thing."""
    iam, name = account.client("iam"), f"{ROLE}-{allowed}"
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust())["Role"]
    queue = f"arn:aws:sqs:{REGION}:{account.id}:parcels"
    work = {"Effect": "Allow", "Action": f"sqs:{allowed}", "Resource": queue}
    document = json.dumps({"Version": "2012-10-17", "Statement": [work]})
    iam.put_role_policy(RoleName=name, PolicyName="work", PolicyDocument=document)
    session = f"arn:aws:sts::{account.id}:assumed-role/{name}/parcels"
    said = f"User: {session} is not authorized to perform: sqs:SendMessage on resource: {queue}"
    lines = [
        "START RequestId: 6f1c2d3e-1111-4222-8333-aaaabbbbcccc Version: $LATEST",
        f"[ERROR] ClientError: An error occurred (AccessDenied): {said}",
        "END RequestId: 6f1c2d3e-1111-4222-8333-aaaabbbbcccc",
        "REPORT RequestId: 6f1c2d3e-1111-4222-8333-aaaabbbbcccc\tDuration: 3.00 ms\tStatus: error",
    ]
    stamped = [f"2026-11-20T09:15:01.{at}00Z {line}" for at, line in enumerate(lines)]
    (folder / "parcels.log").write_text("\n".join(stamped), encoding="utf-8")
    function = {"FunctionName": "parcels", "Runtime": "python3.13", "Handler": "app.handler",
                "FunctionArn": f"arn:aws:lambda:{REGION}:{account.id}:function:parcels",
                "Role": role["Arn"]}  # fmt: skip
    (folder / "function.json").write_text(json.dumps(function), encoding="utf-8")
    return Scope(account.id, REGION, "aws", 0, 1), role["Arn"]


@pytest.mark.parametrize(
    ("allowed", "cause", "said"),
    [
        ("ReceiveMessage", "access_denied_identity", "AWS's simulation says implicitDeny"),
        ("SendMessage", None, "AWS's simulation allows it now"),
    ],
)
def test_what_iam_says_of_a_refused_call_stands_beside_the_log(
    account: Account, tmp_path: Path, allowed: str, cause: str | None, said: str
) -> None:
    scope, role = refused(account, tmp_path, allowed)
    case, _ = collect([str(tmp_path)], ())
    with case:
        [want] = deeper(case, scope)
    answer = fetch.ask(account, want)
    (tmp_path / want.file).write_text(json.dumps(answer), encoding="utf-8")
    case, _ = collect([str(tmp_path)], [s for one in checks() for s in one.signatures])
    with case:
        [found] = simulated_decision.run(Scene(case))

    assert want.parameters["PolicySourceArn"] == role
    assert found.cause == cause
    assert said in found.summary
