"""Requests that an API could not answer because Lambda throttled its function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.callers import requests
from lambda_triage.checks.check import check
from lambda_triage.checks.reserved import reserved
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.findings import Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# The integration status is Lambda's own, not that of the function's answer (API Gateway developer
# guide, variables for access logging, 2026). What a function answers itself is passed on as it is.
ENDED = "status >= 500 AND integration_status = 429"


@check(
    id="api/function-throttled",
    title="The API gets throttled by Lambda",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("requests",),
    cause="throttled_concurrency",
)
def function_throttled(scene: Scene) -> Iterator[Finding]:
    for row in requests(scene, ENDED):
        text = f"{row.hit} of {row.total} requests ended in 5xx with integration status 429"
        own = reserved(scene, scene.key(row.resource))
        capped = f"; its reserved concurrency is {own:,}" if own is not None else ""
        yield Finding(
            resource=row.resource,
            summary=f"Lambda refuses the API's calls for their number: {text}{capped}",
            citations=(row.citation(text),),
            cause="throttled_concurrency" if own is None else "reserved_concurrency_limit",
            weight=DECISIVE,
            symptom="request",
            opens=True,
            invocations=row.hit,
            onset_us=row.first_us,
            by_status=(("request", row.hit),),
            remedies=(
                Command(
                    ("aws", "lambda", "get-function-concurrency", "--function-name", "<function>"),
                    "See whether a reservation caps the function; if none does, the account's"
                    " concurrency is used up",
                ),
            ),
        )
