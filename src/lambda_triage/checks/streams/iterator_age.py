"""Consumers that fall behind their stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

BEHIND_MS = 60_000  # IteratorAge is in ms; checks row STR-001: 60 s

AGES = """
SELECT regexp_replace(resource, '/shardId-[0-9]+$', '')                AS resource,
       CAST(max(value) AS BIGINT)                                   AS peak_ms,
       CAST(arg_max(value, time_us) AS BIGINT)                      AS last_ms,
       min(time_us) FILTER (value >= $behind)                       AS first_us,
       min(input)                                                   AS input
FROM metrics
WHERE metric IN ('IteratorAge', 'IteratorAgeMilliseconds')
GROUP BY ALL
HAVING peak_ms >= $behind
ORDER BY resource
"""


@dataclass(frozen=True, slots=True)
class _Age:
    resource: str
    peak_ms: int
    last_ms: int
    first_us: int | None
    input: int


@check(
    id="streams/iterator-age",
    title="The stream is read too slowly",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("metrics",),
    cause="iterator_age",
)
def iterator_age(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(AGES, _Age, behind=BEHIND_MS):
        over = row.last_ms < BEHIND_MS
        text = f"records waited up to {row.peak_ms / 1000:.0f} s, at last {row.last_ms / 1000:.0f}"
        yield Finding(
            resource=row.resource,
            summary=f"The function falls behind its stream: {text} s",
            citations=(
                Citation(
                    place=Place(row.input, metric="IteratorAge"),
                    text=f"IteratorAge: {row.peak_ms} ms",
                    time_us=row.first_us,
                ),
            ),
            cause="iterator_age",
            weight=DECISIVE,
            symptom="lag",
            opens=not over,
            role=Role.RISK if over else Role.SYMPTOM,
            invocations=1,
            by_status=(("lag", 1),),
            onset_us=row.first_us,
            remedies=(
                Manual(
                    "Raise the mapping's ParallelizationFactor (up to 10), then the batch size,"
                    " then the number of shards; first make sure that no record fails for ever",
                    "the event source mapping is not in the evidence",
                ),
            ),
        )
