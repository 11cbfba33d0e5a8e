"""Stages without an access log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Stage
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="api/no-access-log",
    title="The stage keeps no access log",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("stages",),
)
def no_access_log(scene: Scene) -> Iterator[Finding]:
    for stage in scene.case.documents(Stage):
        if stage.access_log is not None or ("deployment" not in stage.given and not stage.complete):
            continue
        text = f"stage {stage.stage} has no accessLogSettings"
        yield Finding(
            resource=stage.resource,
            summary=f"Refused and failed requests leave no trace: {text}",
            key=stage.stage or "",
            citations=(Citation(place=stage.place("access_log"), text=text),),
            remedies=(
                Manual(
                    "Set an access log in JSON with status, integrationStatus, integrationLatency,"
                    " responseLatency, integrationErrorMessage and the request ids",
                    "the log group is the owner's choice",
                ),
            ),
        )
