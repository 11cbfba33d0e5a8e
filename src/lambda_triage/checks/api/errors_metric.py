"""Server errors of an API that only its metrics show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.api_rates import rates
from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# Of the requests; 5XXError (CloudWatch guide, Recommended alarms (Classic), API Gateway, 2026).
LEAST = 0.05
LOGGED = "SELECT count(*) FROM requests WHERE status >= 500"


@check(
    id="api/errors-metric",
    title="The API's metrics show server errors",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("metrics",),
)
def errors_metric(scene: Scene) -> Iterator[Finding]:
    if int(str(scene.case.execute(LOGGED)[0][0])):
        return  # the access log tells the same requests, and more of them
    for rate in rates(scene, "5XXError", "5xx"):
        if rate.share is None or rate.share < LEAST:
            continue
        hit = max(1, round(rate.failed or 0))
        text = f"{rate.told} ended in 5xx"
        place = Place(rate.input, metric=rate.metric)
        yield Finding(
            resource=rate.resource,
            summary=text[0].upper() + text[1:],
            citations=(Citation(place=place, text=text, time_us=rate.first_us),),
            symptom="request",
            opens=True,
            invocations=hit,
            onset_us=rate.first_us,
            by_status=(("request", hit),),
            impact=text,
        )
