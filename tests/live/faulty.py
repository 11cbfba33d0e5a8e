"""Faults for the proxy before an emulator: what it is told to do, and what it did."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.live.emulators import Emulator


# Services as microburst names them; SQS has a rule of its own.
THROTTLED = (
    "apigateway", "application-autoscaling", "cloudformation", "cloudtrail", "cloudwatch", "dynamodb", "ec2",
    "elbv2", "events", "iam", "kinesis", "kms", "lambda", "logs", "pipes", "s3", "scheduler",
    "secretsmanager", "sns", "ssm", "stepfunctions", "sts",
)  # fmt: skip


def inject(proxy: Emulator, *, every: int) -> None:
    """One call in *every* to a service is throttled, and one of all calls is cut off.

    It goes by count, so that each run has both. SQS is unavailable instead of throttling: microburst
    writes its codes in a way that no SDK takes for a throttle. `every=0` lets everything pass.
    """
    turn = {"sequence": {"fail": 1, "pass": every - 1}}
    throttle = {"error": {"code": "ThrottlingException", "status": 400}}
    rules = [
        {"service": "*", "reset": True, **turn},
        {"service": "sqs", "error": {"code": "ServiceUnavailable", "status": 503}, **turn},
        *({"service": service, **throttle, **turn} for service in THROTTLED),
    ]
    _ask(proxy, "DELETE", "fired")
    _ask(proxy, "POST", "rules", rules if every else [])


def refuse(proxy: Emulator, service: str, code: str) -> None:
    """Every call to *service* is answered with an error, which no emulator would give by itself."""
    _ask(proxy, "POST", "rules", [{"service": service, "error": {"code": code, "status": 400}}])


def fired(proxy: Emulator) -> list[str]:
    """What it did since `inject`, in order: `error:ThrottlingException`, `reset`."""
    told = json.loads(_ask(proxy, "GET", "fired?limit=100000"))
    return [str(one["action"]) for one in told]


def _ask(proxy: Emulator, method: str, path: str, body: object = None) -> bytes:
    asked = urllib.request.Request(
        f"{proxy.url}/_microburst/{path}",
        data=None if body is None else json.dumps(body).encode(),
        method=method,
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return bytes(answer.read())
