"""Requests that the API refused for their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.callers import requests
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Stage
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


ENDED = "status = 429 AND integration_status IS NULL AND integration_told IS NOT FALSE"


LEAST = 0.01  # of the requests
# The quota of a usage plan is one customer's, and ends that customer's requests on purpose.
QUOTA = f"{ENDED} AND error IN ('Limit Exceeded', 'QUOTA_EXCEEDED')"
FEW = 0.05  # of the requests
# Likewise where all that were refused came with one key, and most others got through.
KEYS = f"""
SELECT resource FROM requests GROUP BY resource
HAVING count(*) FILTER ({ENDED} AND api_key IS NULL) = 0
   AND count(DISTINCT api_key) FILTER ({ENDED}) = 1
   AND sum(requests) FILTER (status < 400) > sum(requests) FILTER ({ENDED})
   AND count(*) FILTER (status < 400
       AND api_key IS DISTINCT FROM (SELECT any_value(api_key) FROM requests WHERE {ENDED})) > 0
"""


@check(
    id="api/limited",
    title="The API limits its callers",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("requests",),
    cause="api_throttled",
)
def limited(scene: Scene) -> Iterator[Finding]:
    one_key = {str(resource) for (resource,) in scene.case.execute(KEYS)}
    for row in requests(scene, ENDED):
        if row.hit < LEAST * row.total:
            continue
        quota = sum(r.hit for r in requests(scene, QUOTA) if r.resource == row.resource)
        planned = quota == row.hit and row.hit < FEW * row.total
        planned = planned or row.resource in one_key
        rates = [s for s in scene.case.documents(Stage) if s.rate]
        told = f", and the stage allows {rates[0].rate:g} a second" if rates else ""
        text = f"{row.hit} of {row.total} requests got 429 and never reached the function"
        yield Finding(
            resource=row.resource,
            summary=f"The API throttles its callers: {text}{told}",
            citations=(
                Citation(
                    place=Place(row.input, line=row.line + 1), text=text, time_us=row.first_us
                ),
            ),
            cause="api_throttled",
            weight=DECISIVE,
            symptom="request",
            opens=not planned,
            role=Role.RISK if planned else Role.SIGNATURE,
            invocations=row.hit,
            onset_us=row.first_us,
            by_status=(("request", row.hit),),
            remedies=(
                Manual(
                    "Raise the limit that applies: usage plan, route or stage, then the account's",
                    "which of them refused stands in none of these records",
                ),
            ),
        )
