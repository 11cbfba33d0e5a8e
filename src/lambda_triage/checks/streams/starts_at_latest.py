"""Mappings that skip what was written while they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Mapping
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="streams/starts-at-latest",
    title="Records written while the mapping is made are skipped",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("mappings",),
)
def starts_at_latest(scene: Scene) -> Iterator[Finding]:
    for mapping in scene.case.documents(Mapping):
        if mapping.service not in ("kinesis", "dynamodb", "kafka") or mapping.starting != "LATEST":
            continue
        text = "StartingPosition is LATEST"
        yield Finding(
            resource=scene.key(mapping.function or mapping.resource),
            summary=f"Records written while the mapping is created or changed are skipped: {text}",
            key=mapping.resource,
            citations=(Citation(place=mapping.place("starting"), text=text),),
            remedies=(
                Manual(
                    "Create the mapping with TRIM_HORIZON, or AT_TIMESTAMP before the deployment",
                    "the position of a mapping cannot be changed: it has to be made anew",
                ),
            ),
        )
