"""What an incident costs: callers' requests that failed, and what its invocations are billed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.facts.prices import duration_usd, requests_usd

if TYPE_CHECKING:
    from lambda_triage.diagnosis.verdict import Incident
    from lambda_triage.evidence.case import Case

BILLED = """
SELECT resource, status, count(*) AS invocations,
       CAST(sum(billed_ms * memory_mb) AS BIGINT) AS mb_ms,
       count(*) FILTER (billed_ms IS NULL OR memory_mb IS NULL) AS unbilled
FROM invocations WHERE status NOT IN ('ok', 'unknown')
GROUP BY resource, status
"""
REFUSED = """
SELECT resource, CAST(sum(requests) FILTER (status >= 500) AS BIGINT) AS requests
FROM requests GROUP BY resource
"""


class _Billed(Struct, frozen=True):
    resource: str
    status: str
    invocations: int
    mb_ms: int | None
    unbilled: int


class _Refused(Struct, frozen=True):
    resource: str
    requests: int | None


class Impact:
    """Callers' requests and money, for every incident of a case; None where nothing tells."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._billed = {(b.resource, b.status): b for b in case.rows(BILLED, _Billed)}
        self._refused = {r.resource: r.requests for r in case.rows(REFUSED, _Refused)}

    def requests(self, incident: Incident) -> int | None:
        """Callers' requests answered with 5xx by the APIs in front of the function."""
        return self._refused.get(incident.resource)

    def cost_usd(self, incident: Incident) -> float | None:
        """List price of the failed invocations, compute and requests; None unless all are known."""
        billed = self._billed.get((incident.resource, incident.symptom))
        if billed is None or billed.mb_ms is None or billed.unbilled:
            return None
        function = self._case.function(incident.resource)
        compute = duration_usd(billed.mb_ms, function.architecture if function else None)
        return float(round(compute + requests_usd(billed.invocations), 6))
