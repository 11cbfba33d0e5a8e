"""SnapStart that is switched on and does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

LATEST = "$LATEST"
FRESH = """
SELECT count(*) AS ended FROM versions WHERE resource = $resource AND version = $latest
"""


class _Fresh(Struct, frozen=True):
    ended: int


@check(
    id="init/snapstart-idle",
    title="SnapStart is on, but callers do not get it",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "invocations"),
    cause="snapstart_not_active",
)
def snapstart_idle(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        if function.snapstart != "PublishedVersions":
            continue
        rows = scene.case.rows(FRESH, _Fresh, resource=function.resource, latest=LATEST)
        if not next(rows).ended:
            continue
        text = "ApplyOn is PublishedVersions, and invocations run $LATEST"
        place = Place(function.input, path=f"{function.path}SnapStart.ApplyOn")
        yield Finding(
            resource=function.resource,
            summary=f"SnapStart has no effect: {text}",
            citations=(Citation(place=place, text=text),),
            cause="snapstart_not_active",
            remedies=(
                Command(
                    ("aws", "lambda", "publish-version", "--function-name", function.resource),
                    "publish a version, and let callers use it or an alias of it",
                ),
            ),
        )
