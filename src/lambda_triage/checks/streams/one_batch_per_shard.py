"""Consumers that fall behind with one batch per shard at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.documents import Mapping
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

BEHIND_MS = 60_000  # our choice
AGE = """
SELECT resource, max(value) AS peak_ms FROM metrics
WHERE metric IN ('IteratorAge', 'IteratorAgeMilliseconds')
GROUP BY resource ORDER BY resource
"""


class _Age(Struct, frozen=True):
    resource: str
    peak_ms: float


@check(
    id="streams/one-batch-per-shard",
    title="One batch per shard at a time, and the consumer lags",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=(
        "mappings",
        "metrics",
    ),
    cause="iterator_age",
)
def one_batch_per_shard(scene: Scene) -> Iterator[Finding]:
    ages = {row.resource: row.peak_ms for row in scene.case.rows(AGE, _Age)}
    for mapping in scene.case.documents(Mapping):
        key = scene.key(mapping.function or "")
        lag = max((v for k, v in ages.items() if scene.key(k) == key), default=0.0)
        if mapping.service not in ("kinesis", "dynamodb") or mapping.parallelization != 1:
            continue
        if lag < BEHIND_MS:
            continue
        text = f"ParallelizationFactor is 1, and the iterator is {lag / 1000:,.0f} s old"
        yield Finding(
            resource=key,
            summary=f"One batch per shard at a time does not keep up: {text}",
            key=mapping.resource,
            citations=(Citation(place=mapping.place("parallelization"), text=text),),
            cause="iterator_age",
            weight=HINT,
            explains=("lag",),
            remedies=(
                Command(
                    (
                        "aws",
                        "lambda",
                        "update-event-source-mapping",
                        "--uuid",
                        mapping.uuid or "<uuid>",
                        "--parallelization-factor",
                        "10",
                    ),
                    "Let up to 10 batches of a shard run at once; order holds per partition key",
                    "up to ten times the concurrency",
                ),
            ),
        )
