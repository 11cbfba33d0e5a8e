"""Integrations that give up before the function they call has to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.behind import called
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.documents import Integration
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


REST_MS = 29_000  # default of a REST API (API Gateway quotas, 2026)


@check(
    id="api/shorter-than-function",
    title="The integration times out before its function",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=(
        "integrations",
        "functions",
    ),
    cause="apigw_29s_timeout",
)
def shorter_than_function(scene: Scene) -> Iterator[Finding]:
    for integration in scene.case.documents(Integration):
        told = called(integration)
        function = scene.function(scene.key(told[0])) if told else None
        if function is None or function.timeout_s is None:
            continue
        wait = integration.timeout_ms or REST_MS
        if wait >= 1000 * function.timeout_s:
            continue
        text = (
            f"the integration waits {wait / 1000:g} s, the function may take {function.timeout_s} s"
        )
        yield Finding(
            resource=function.resource,
            summary=f"The API gives up while the function still works: {text}",
            key=integration.resource,
            citations=(Citation(place=integration.place("timeout_ms"), text=text),),
            cause="apigw_29s_timeout",
            weight=HINT,
            explains=("request",),
            remedies=(
                SetProperty(
                    "Timeout",
                    max(1, wait // 1000 - 1),
                    "Let the function end before its caller does, and do longer work elsewhere",
                    "work that needs longer is then cut off in the function",
                ),
            ),
        )
