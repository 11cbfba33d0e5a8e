"""Stages that serve an API as it was before its last change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Deployments, Stage
from lambda_triage.evidence.naming import UNNAMED
from lambda_triage.findings import Citation, Command, Finding, Role, Severity
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


CHANGED = "SELECT max(time_us) AS time_us, max(detail) AS detail FROM changes WHERE kind = 'api'"


class _Change(Struct, frozen=True):
    time_us: int | None
    detail: str | None


@check(
    id="api/stale-deployment",
    title="The stage serves an older API",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=(
        "stages",
        "deployments",
        "changes",
    ),
    cause="api_not_deployed",
)
def stale_deployment(scene: Scene) -> Iterator[Finding]:
    change = next(scene.case.rows(CHANGED, _Change))
    dates = _dates(scene)
    for stage in scene.case.documents(Stage):
        deployed = dates.get(stage.deployment or "")
        if stage.auto_deploy or deployed is None or change.time_us is None:
            continue
        if change.time_us <= deployed:
            continue
        text = f"{change.detail} came after deployment {stage.deployment} of stage {stage.stage}"
        functions = [f.resource for f in scene.case.functions] or [UNNAMED]
        yield Finding(
            resource=functions[0] if len(functions) == 1 else UNNAMED,
            summary=f"The stage still serves the API as it was before: {text}",
            key=f"{stage.stage}/{stage.deployment}",
            citations=(Citation(place=stage.place("deployment"), text=text),),
            cause="api_not_deployed",
            weight=DECISIVE,
            symptom="not_triggered",
            explains=("request", "not_triggered"),
            opens=True,
            role=Role.SIGNATURE,
            onset_us=change.time_us,
            remedies=(
                Command(
                    (
                        "aws",
                        "apigateway",
                        "create-deployment",
                        "--rest-api-id",
                        "<api id>",
                        "--stage-name",
                        stage.stage or "<stage>",
                    ),
                    "Deploy the API to the stage",
                    "everything changed since the last deployment goes live",
                ),
            ),
        )


def _dates(scene: Scene) -> dict[str, int]:
    found: dict[str, int] = {}
    for deployments in scene.case.documents(Deployments):
        items = deployments.items if isinstance(deployments.items, list) else []
        for item in items:
            if isinstance(item, dict):
                made = micros(item.get("createdDate") or item.get("CreatedDate"))
                id = item.get("id") or item.get("DeploymentId")
                if made is not None and isinstance(id, str):
                    found[id] = made
    return found
