"""Server errors confined to one route of an API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

MOSTLY = 0.8  # of all server errors on one route; our choice
FEWEST = 5  # server errors
OTHERS = 20  # requests on other routes
FACTOR = 5  # times the rate of errors on the others: a route with most requests has most errors

CONFINED = """
WITH routes AS (
    SELECT resource, route, sum(requests) AS requests,
           coalesce(sum(requests) FILTER (status >= 500), 0)   AS failed,
           min(first_us) FILTER (status >= 500)                AS first_us,
           arg_min(input, (input, line)) FILTER (status >= 500) AS input,
           arg_min(line, (input, line)) FILTER (status >= 500)  AS line
    FROM requests
    WHERE route IS NOT NULL
    GROUP BY resource, route
), beside AS (
    SELECT *, sum(requests) OVER (PARTITION BY resource) - requests AS others,
           sum(failed) OVER (PARTITION BY resource) - failed        AS others_failed
    FROM routes
)
SELECT resource, route, CAST(requests AS BIGINT) AS requests, CAST(failed AS BIGINT) AS failed,
       CAST(others AS BIGINT) AS others, CAST(others_failed AS BIGINT) AS others_failed,
       first_us, input, line
FROM beside
WHERE failed >= $fewest AND failed > $mostly * (failed + others_failed) AND others >= $others
  AND failed * others >= $factor * others_failed * requests
ORDER BY resource, route
"""


class _Confined(Struct, frozen=True):
    resource: str
    route: str
    requests: int
    failed: int
    others: int
    others_failed: int
    first_us: int | None
    input: int
    line: int


@check(
    id="changes/one-route",
    title="Server errors are confined to one route",
    severity=Severity.MEDIUM,
    role=Role.CONTEXT,
    since="0.1",
    reads=("requests",),
)
def one_route(scene: Scene) -> Iterator[Finding]:
    limits = {"fewest": FEWEST, "others": OTHERS, "factor": FACTOR}
    for row in scene.case.rows(CONFINED, _Confined, mostly=MOSTLY, **limits):
        text = (
            f"{row.route} ends in 5xx in {row.failed} of {row.requests} requests, all other routes"
            f" in {row.others_failed} of {row.others}"
        )
        yield Finding(
            resource=row.resource,
            summary=text,
            key=row.route,
            citations=(
                Citation(
                    place=Place(row.input, line=row.line + 1), text=text, time_us=row.first_us
                ),
            ),
            invocations=row.failed,
            onset_us=row.first_us,
            remedies=(
                EditCode(
                    f"Look at what only {row.route} does: its handler, its dependencies, its input"
                ),
            ),
        )
