"""Wants, answers and scopes that the tests of bundles share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.sources.aws.answer import Answer, Missing
from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.bundle.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.evidence.documents import Json

START_MS = 1_772_359_200_000  # 2026-03-01T10:00:00Z
END_MS = START_MS + 3_600_000
SCOPE = Scope("111122223333", "eu-west-1", "aws", START_MS, END_MS, functions=("orders",))
ARN = "arn:aws:lambda:eu-west-1:111122223333:function:orders"
REFUSAL = (
    "User: arn:aws:sts::111122223333:assumed-role/support/me is not authorized to perform:"
    " lambda:GetPolicy on resource: " + ARN
)
CONFIGURATION: dict[str, Json] = {
    "FunctionName": "orders", "FunctionArn": ARN, "Runtime": "python3.13", "Timeout": 3,
    "MemorySize": 512, "Handler": "app.handler", "State": "Active",
    "Role": "arn:aws:iam::111122223333:role/orders",
}  # fmt: skip


def plain(value: Json) -> Json:
    return value


def asks(action: str, about: str = "orders") -> Want:
    return Want.of(f"lambda.{action}", about, FunctionName=about)


def logs(about: str, stream: str, start_ms: int = START_MS) -> Answer:
    """Two invocations, of which one times out."""
    ids = [f"6f1d2c3b-0000-4000-8000-0000000000{n}{stream[-1]}" for n in (1, 2)]
    told = [
        (0, f"START RequestId: {ids[0]} Version: $LATEST\n"),
        (90, f"END RequestId: {ids[0]}\n"),
        (90, _report(ids[0], 90)),
        (5_000, f"START RequestId: {ids[1]} Version: $LATEST\n"),
        (8_000, f"2026-03-01T10:00:08.000Z {ids[1]} Task timed out after 3.00 seconds\n\n"),
        (8_000, f"END RequestId: {ids[1]}\n"),
        (8_000, _report(ids[1], 3_000)),
    ]
    events: list[Json] = [
        {"logStreamName": stream, "timestamp": start_ms + at, "message": text, "eventId": f"{n}"}
        for n, (at, text) in enumerate(told)
    ]
    want = Want.of(
        "logs.FilterLogEvents", about, logGroupName=f"/aws/lambda/{about}", startTime=start_ms
    )
    return Answer(want, {"events": events, "searchedLogStreams": []})


def _report(id: str, ms: int) -> str:
    return (
        f"REPORT RequestId: {id}\tDuration: {ms}.00 ms\tBilled Duration: {ms} ms\t"
        "Memory Size: 512 MB\tMax Memory Used: 91 MB\t\n"
    )


def stream(letter: str) -> str:
    return f"2026/03/01/[$LATEST]{letter * 32}"


def write(folder: Path, *found: Answer | Missing, scope: Scope = SCOPE) -> Path:
    """A finished bundle of these outcomes, in this order."""
    with Store(folder, plain) as store:
        store.begin(scope)
        for one in found:
            store.keep(one)
        store.finish()
    return folder


def outcomes() -> tuple[Answer | Missing, ...]:
    """A function that times out, with a call that was denied and one that found nothing."""
    return (
        Answer(asks("GetFunctionConfiguration"), CONFIGURATION),
        logs("orders", stream("a")),
        Missing(asks("GetPolicy"), "denied", REFUSAL),
        Missing(asks("GetFunctionEventInvokeConfig"), "absent", "no such config"),
    )
