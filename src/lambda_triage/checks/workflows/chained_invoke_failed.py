"""Functions that durable executions called and that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.durable_events import failed
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="workflows/chained-invoke-failed",
    title="A function that a durable execution calls failed",
    severity=Severity.MEDIUM,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("durable_histories",),
)
def chained_invoke_failed(scene: Scene) -> Iterator[Finding]:
    for one in failed(scene, "ChainedInvoke", ("Failed", "TimedOut", "Stopped")):
        called = name(one.called) if one.called else "the called function"
        how = {"Failed": "failed", "TimedOut": "timed out", "Stopped": "was stopped"}
        said = how[one.event.removeprefix("ChainedInvoke")]
        text = f"{called}, called as {one.name}, {said}: {one.error}"
        so_far = "The execution failed with it" if one.lost else "It goes on so far"
        yield Finding(
            resource=one.function,
            summary=f"{so_far}: {text}",
            key=f"{called}/{one.name}",
            citations=(Citation(place=one.place, text=one.event, time_us=one.time_us),),
            symptom="workflow",
            opens=one.lost,
            role=Role.SYMPTOM if one.lost else Role.RISK,
            invocations=1,
            onset_us=one.time_us,
            by_status=(("workflow", 1),),
            remedies=(
                Manual(
                    f"Look for the reason in the log of {called}, at the time of the event",
                    "the history has only the error that came back",
                ),
            ),
        )
