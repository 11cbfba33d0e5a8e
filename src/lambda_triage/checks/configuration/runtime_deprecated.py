"""Functions on a runtime that gets no more security patches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.day import day
from lambda_triage.evidence.place import Place
from lambda_triage.facts.runtimes import lifecycles
from lambda_triage.findings import Citation, Finding, Manual, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from lambda_triage.checks.scene import Scene
    from lambda_triage.facts.runtimes import Lifecycle
    from lambda_triage.findings import Remedy


@check(
    id="configuration/runtime-deprecated",
    title="The runtime is deprecated",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
    cause="deprecated_runtime",
)
def runtime_deprecated(scene: Scene) -> Iterator[Finding]:
    today = day(scene)
    for function in scene.case.functions:
        cycle = lifecycles().get(function.runtime or "")
        if cycle is None or function.is_image or not cycle.is_deprecated(today):
            continue
        text = f"{cycle.runtime} is deprecated since {cycle.deprecated}{_blocked(cycle, today)}"
        place = Place(function.input, path=f"{function.path}Runtime")
        yield Finding(
            resource=function.resource,
            summary=text,
            citations=(Citation(place=place, text=text),),
            cause="deprecated_runtime",
            facts=(("runtime", cycle.runtime),),
            remedies=(_fix(cycle),),
        )


def _blocked(cycle: Lifecycle, today: date) -> str:
    steps = (("updated", cycle.update_blocked), ("created", cycle.create_blocked))
    past = [(verb, at) for verb, at in steps if at and at <= today]
    ahead = [(verb, at) for verb, at in steps if at and at > today]
    if past:
        return f"; functions can no longer be {past[0][0]} with it since {past[0][1]}"
    return f"; functions can be {ahead[0][0]} with it until {ahead[0][1]}" if ahead else ""


def _fix(cycle: Lifecycle) -> Remedy:
    if cycle.successor is None:
        return Manual("Move to a supported runtime of the language", "none is known to follow it")
    told = f"Move to {cycle.successor}: rebuild the dependencies, test, then change the runtime"
    risk = "code and dependencies have to run on the newer version"
    return SetProperty("Runtime", cycle.successor, told, risk)
