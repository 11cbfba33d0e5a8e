"""Functions that nobody invokes any more, against their own profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.quiet import quiet
from lambda_triage.checks.series import counts
from lambda_triage.findings import Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.quiet import Quiet
    from lambda_triage.checks.scene import Scene


@check(
    id="triggers/silence",
    title="The function is no longer invoked",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("metrics",),
)
def silence(scene: Scene) -> Iterator[Finding]:
    refused = {
        scene.key(s.resource): s.points[-1][0]
        for s in counts(scene, "Throttles")
        if s.total > 0 and s.last > 0
    }
    for one in quiet(scene):
        if refused.get(one.resource, 0) < one.onset_us:  # else it is called, and throttled
            yield _finding(one)


def _finding(one: Quiet) -> Finding:
    text = f"No invocation for {one.hours} hours, where about {one.expected:,.0f} were to come"
    before = f"the longest quiet time before was {one.longest} hours"
    return Finding(
        resource=one.resource,
        summary=f"{text}; {before}",
        citations=(one.series.citation(f"Invocations: 0 for {one.hours} hours", one.onset_us),),
        symptom="not_triggered",
        opens=True,
        invocations=round(one.expected),
        by_status=(("not_triggered", round(one.expected)),),
        onset_us=one.onset_us,
        impact=text,
        remedies=(
            Manual(
                "Go up from the function: is the trigger on, may it invoke the function, does its"
                " filter still fit, and does the source still send?",
                "a function that is not invoked writes no log",
            ),
        ),
    )
