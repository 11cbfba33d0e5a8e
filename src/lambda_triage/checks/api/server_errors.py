"""Callers of an API who get server errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


REQUESTS = """
SELECT resource, CAST(sum(requests) FILTER (status >= 500) AS BIGINT) AS hit,
       CAST(sum(requests) AS BIGINT) AS total,
       max(latency_ms) FILTER (status >= 500) AS latency_ms,
       min(first_us) FILTER (status >= 500) AS first_us,
       arg_min(input, line) FILTER (status >= 500) AS input, min(line) FILTER (status >= 500) AS line
FROM requests
GROUP BY resource
HAVING hit > 0
ORDER BY resource
"""


@dataclass(frozen=True, slots=True)
class _Requests:
    resource: str
    hit: int
    total: int
    latency_ms: int | None
    first_us: int | None
    input: int
    line: int


LEAST = 0.05  # of the requests; checks row APG-004


@check(
    id="api/server-errors",
    title="Callers of the API get server errors",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("requests",),
)
def server_errors(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(REQUESTS, _Requests):
        if row.hit < LEAST * row.total:
            continue
        text = f"{row.hit} of {row.total} requests ended in 5xx"
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(
                Citation(
                    place=Place(row.input, line=row.line + 1), text=text, time_us=row.first_us
                ),
            ),
            symptom="request",
            opens=True,
            invocations=row.hit,
            onset_us=row.first_us,
            by_status=(("request", row.hit),),
            impact=text,
        )
