"""Access logs that do not tell what a failure needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Stage
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


WANTED = (
    "status",
    "integrationStatus",
    "integration.status",
    "integrationErrorMessage",
    "integration.error",
)


@check(
    id="api/access-log-too-thin",
    title="The access log leaves out what a failure needs",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("stages",),
)
def access_log_too_thin(scene: Scene) -> Iterator[Finding]:
    for stage in scene.case.documents(Stage):
        form = stage.access_format
        if form is None or ("{" in form and any(f"$context.{w}" in form for w in WANTED[1:])):
            continue
        text = "not in JSON" if "{" not in form else "without $context.integrationStatus"
        yield Finding(
            resource=stage.resource,
            summary=f"The access log cannot tell the function's failures from the API's: {text}",
            key=stage.stage or "",
            citations=(Citation(place=stage.place("access_format"), text=form[:200]),),
            remedies=(
                Manual(
                    "Write JSON with $context.status, integrationStatus, integrationErrorMessage,"
                    " integrationLatency, responseLatency and requestId",
                    "what else is logged is the owner's choice",
                ),
            ),
        )
