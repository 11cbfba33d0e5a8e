"""What one answer leads to, with a target of functions and with a stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.sources.aws.answer import Answer
from lambda_triage.sources.aws.follow import (
    apis,
    events,
    queues,
    stacks,
    storage,
    workflows,
)
from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.aws.want import Want
from tests.sources.aws.shapes import HERE

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json

FOLLOW = {
    operation: one
    for area in (queues, events, apis, workflows, stacks, storage)
    for operation, one in area.FOLLOW.items()
}
SCOPE = Scope(
    account="111122223333", region="eu-west-1", partition="aws", functions=("orders",),
    start_ms=1_772_355_600_000, end_ms=1_772_366_400_000,  # 2026-03-01, 09:00 to 12:00
)  # fmt: skip
STACK = replace(SCOPE, functions=(), stack="shop")
QUEUE = f"https://sqs.eu-west-1.amazonaws.com/{HERE.partition(':')[2]}/{{}}"
MACHINE = f"arn:aws:states:{HERE}:stateMachine:checkout"
RUN = f"arn:aws:states:{HERE}:execution:checkout:{{}}"


def after(operation: str, body: Json, scope: Scope = SCOPE, **asked: Json) -> list[Want]:
    assert isinstance(body, dict)
    return list(FOLLOW[operation](Answer(Want.of(operation, "orders", **asked), body), scope))


def calls(wants: list[Want]) -> list[tuple[str, str]]:
    return [(want.operation, want.about) for want in wants]
