"""APIs whose metrics count many requests that were answered with 4xx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.api_rates import rates
from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# Of the requests; 4XXError (CloudWatch guide, Recommended alarms (Classic), API Gateway, 2026).
LEAST = 0.05
LOGGED = "SELECT count(*) FROM requests WHERE status BETWEEN 400 AND 499"


@check(
    id="api/client-errors-metric",
    title="The API's metrics show many 4xx",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
)
def client_errors_metric(scene: Scene) -> Iterator[Finding]:
    if int(str(scene.case.execute(LOGGED)[0][0])):
        return  # the access log tells the same requests, and more of them
    for rate in rates(scene, "4XXError", "4xx"):
        if rate.share is None or rate.share < LEAST:
            continue
        text = f"{rate.told} got 4xx"
        place = Place(rate.input, metric=rate.metric)
        yield Finding(
            resource=rate.resource,
            summary=text[0].upper() + text[1:],
            citations=(Citation(place=place, text=text, time_us=rate.first_us),),
            onset_us=rate.first_us,
        )
