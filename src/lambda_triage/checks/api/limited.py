"""Requests that the API refused for their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.callers import counted, requests
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Stage, UsagePlan
from lambda_triage.evidence.naming import UNNAMED, name
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
WITH refused AS (
    SELECT resource, min(api_key) AS api_key, sum(requests) AS requests
    FROM requests WHERE {ENDED} GROUP BY resource
    HAVING count(DISTINCT api_key) = 1 AND count(api_key) = count(*)
)
SELECT r.resource
FROM requests AS r JOIN refused ON refused.resource = r.resource
WHERE r.status < 400
GROUP BY r.resource, refused.requests
HAVING sum(r.requests) > refused.requests
   AND bool_or(r.api_key IS DISTINCT FROM refused.api_key)
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
    quota = counted(scene, QUOTA)
    one_key = {str(resource) for (resource,) in scene.case.execute(KEYS)}
    for row in requests(scene, ENDED):
        if row.hit < LEAST * row.total:
            continue
        planned = quota.get(row.resource) == row.hit and row.hit < FEW * row.total
        planned = planned or row.resource in one_key
        plans = [p for p in scene.case.documents(UsagePlan) if _limits(p, row.resource)]
        rates = [s for s in scene.case.documents(Stage) if s.rate]
        told = f", and the stage allows {rates[0].rate:g} a second" if rates else ""
        told += "".join(f", the usage plan {p.title or p.resource} {_allows(p)}" for p in plans[:3])
        text = f"{row.hit} of {row.total} requests got 429 and never reached the function"
        yield Finding(
            resource=row.resource,
            summary=f"The API throttles its callers: {text}{told}",
            citations=(
                row.citation(text),
                *(Citation(place=p.place("apis"), text=_allows(p)) for p in plans[:3]),
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


def _limits(plan: UsagePlan, resource: str) -> bool:
    """Whether it has a limit for this API; where the log does not name the API, for any."""
    limited = plan.rate is not None or plan.quota is not None
    apis = plan.apis or ()
    return limited and bool(apis) and (resource == UNNAMED or name(resource) in apis)


def _allows(plan: UsagePlan) -> str:
    rate = f"{plan.rate:g} a second" if plan.rate is not None else ""
    quota = f"{plan.quota} a {(plan.period or 'period').lower()}" if plan.quota is not None else ""
    return f"allows {' and '.join(t for t in (rate, quota) if t)}"
