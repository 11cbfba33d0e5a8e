"""Preflight requests of browsers that an API does not answer with success."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

FEWEST = 3  # refused preflights: single ones are strangers who look around
SHARE = 0.5  # of the OPTIONS requests of one route

# A preflight must get a status of 200 to 299 (Fetch standard, CORS-preflight fetch, 2026).
REFUSED = """
SELECT resource, route,
       CAST(sum(requests) FILTER (status >= 400) AS BIGINT)           AS hit,
       CAST(sum(requests) AS BIGINT)                                  AS total,
       arg_max(status, (requests, status)) FILTER (status >= 400)     AS status,
       min(first_us) FILTER (status >= 400)                           AS first_us,
       arg_min(input, (input, line)) FILTER (status >= 400)           AS input,
       arg_min(line, (input, line)) FILTER (status >= 400)            AS line
FROM requests
WHERE route LIKE 'OPTIONS %'
GROUP BY resource, route
HAVING hit >= $fewest AND hit >= $share * total
ORDER BY resource, route
"""


class _Refused(Struct, frozen=True):
    resource: str
    route: str
    hit: int
    total: int
    status: int
    first_us: int | None
    input: int
    line: int


@check(
    id="api/preflight-refused",
    title="The API refuses preflight requests",
    severity=Severity.MEDIUM,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("requests",),
    cause="cors_missing",
)
def preflight_refused(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(REFUSED, _Refused, fewest=FEWEST, share=SHARE):
        text = f"{row.hit} of {row.total} requests {row.route} got {row.status}"
        place = Place(row.input, line=row.line + 1)
        yield Finding(
            resource=row.resource,
            summary=f"Browsers may not call the API from another origin: {text}",
            key=row.route,
            citations=(Citation(place=place, text=text, time_us=row.first_us),),
            cause="cors_missing",
            weight=DECISIVE,
            symptom="request",
            opens=True,
            invocations=row.hit,
            onset_us=row.first_us,
            by_status=(("request", row.hit),),
            remedies=(
                Manual(
                    "Answer OPTIONS of this path with 200 and the CORS headers, without an"
                    " authorizer or API key: by a mock integration in a REST API, by the CORS"
                    " setting of an HTTP API",
                    "which origins may call is the owner's choice",
                ),
            ),
        )
