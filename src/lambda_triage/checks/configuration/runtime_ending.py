"""Functions on a runtime that will soon be deprecated."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.day import day
from lambda_triage.evidence.place import Place
from lambda_triage.facts.runtimes import lifecycles
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

NOTICE = timedelta(days=180)  # AWS's own notice (Lambda guide, "Runtime deprecation policy", 2026)


@check(
    id="configuration/runtime-ending",
    title="The runtime will be deprecated within half a year",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
)
def runtime_ending(scene: Scene) -> Iterator[Finding]:
    today = day(scene)
    for function in scene.case.functions:
        cycle = lifecycles().get(function.runtime or "")
        if cycle is None or function.is_image or not cycle.is_ending(today, NOTICE):
            continue
        text = f"{cycle.runtime} will be deprecated on {cycle.deprecated}"
        place = Place(function.input, path=f"{function.path}Runtime")
        told = f"Plan the move to {cycle.successor}"
        risk = "code and dependencies have to run on the newer version"
        yield Finding(
            resource=function.resource,
            summary=text,
            citations=(Citation(place=place, text=text),),
            facts=(("runtime", cycle.runtime),),
            remedies=(SetProperty("Runtime", cycle.successor, told, risk),)
            if cycle.successor
            else (),
        )
