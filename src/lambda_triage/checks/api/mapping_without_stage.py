"""Paths of custom domains that lead to a stage which their API does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Known, PathMapping, Stage
from lambda_triage.evidence.naming import UNNAMED, name
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

LISTS = ("item[", "Items[")  # where an answer of GetStages, and not of GetStage, has them


@check(
    id="api/mapping-without-stage",
    title="A custom domain leads to a stage that does not exist",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("path_mappings", "stages"),
    cause="resource_not_found",
)
def mapping_without_stage(scene: Scene) -> Iterator[Finding]:
    stages = _listed(scene)
    for mapping in scene.case.documents(PathMapping):
        known = stages.get(name(mapping.api or ""), set())
        if not known or not mapping.stage or mapping.stage in known or "${" in mapping.stage:
            continue
        if mapping.known is Known.TEMPLATE and mapping.stage.startswith("?:"):
            continue
        domain = "a domain" if mapping.resource == UNNAMED else name(mapping.resource)
        at = f"{domain}/{'' if mapping.base in (None, '(none)') else mapping.base}"
        text = f"{at} leads to stage {mapping.stage}, and API {mapping.api} has {_all(known)}"
        yield Finding(
            resource=mapping.resource,
            summary=f"The domain's mapping leads nowhere: {text}",
            key=f"{mapping.api} {mapping.base} {mapping.stage}",
            citations=(Citation(place=mapping.place("stage"), text=text),),
            cause="resource_not_found",
            weight=STRONG,
            explains=("request",),
            remedies=(
                Manual(
                    "Map the path to a stage that the API has, or deploy the API to this one",
                    "which of the stages the callers want is the owner's matter",
                ),
            ),
        )


def _listed(scene: Scene) -> dict[str, set[str]]:
    """All stages of each API whose list of stages is at hand."""
    found: dict[str, set[str]] = {}
    for stage in scene.case.documents(Stage):
        if stage.complete and stage.stage and stage.path.startswith(LISTS):
            found.setdefault(name(stage.resource), set()).add(stage.stage)
    return found


def _all(stages: set[str]) -> str:
    return ", ".join(sorted(stages)[:5])
