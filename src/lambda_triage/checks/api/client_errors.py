"""APIs that answer many requests with 4xx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

WHO = {True: ", by the API itself, before the function", False: ", by the function", None: ""}
# Of the requests; 4XXError (CloudWatch guide, Recommended alarms (Classic), API Gateway, 2026).
LEAST = 0.05

# 401, 403 and 429 at the door are checks of their own.
MOST = """
WITH own AS (
    SELECT *, status BETWEEN 400 AND 499
              AND NOT (status IN (401, 403, 429) AND integration_status IS NULL
                       AND integration_told IS NOT FALSE) AS hit
    FROM requests
), counted AS (
    SELECT resource, CAST(sum(requests) FILTER (hit) AS BIGINT) AS hit,
           CAST(sum(requests) AS BIGINT) AS total
    FROM own GROUP BY resource
)
SELECT o.resource, c.hit, c.total, o.status, o.route,
       CASE WHEN o.integration_told IS FALSE THEN NULL
            ELSE o.integration_status IS NULL END AS own_answer,
       CAST(o.requests AS BIGINT) AS most, o.first_us, o.input, o.line
FROM own AS o JOIN counted AS c ON c.resource = o.resource
WHERE o.hit AND c.hit >= $least * c.total
QUALIFY row_number() OVER (PARTITION BY o.resource ORDER BY o.requests DESC, o.route, o.status) = 1
ORDER BY o.resource
"""


class _Most(Struct, frozen=True):
    resource: str
    hit: int
    total: int
    status: int
    route: str
    own_answer: bool | None  # None where the log's form does not tell
    most: int
    first_us: int | None
    input: int
    line: int


@check(
    id="api/client-errors",
    title="Many requests are answered with 4xx",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("requests",),
)
def client_errors(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(MOST, _Most, least=LEAST):
        often = f"{row.status} {row.route} {row.most} times{WHO[row.own_answer]}"
        text = f"{row.hit} of {row.total} requests got 4xx: {often}"
        place = Place(row.input, line=row.line + 1)
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(Citation(place=place, text=text, time_us=row.first_us),),
            invocations=row.hit,
            onset_us=row.first_us,
        )
