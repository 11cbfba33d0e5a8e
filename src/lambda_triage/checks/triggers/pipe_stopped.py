"""EventBridge pipes that do not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.triggering import Triggering, stopped
from lambda_triage.evidence.documents import Pipe
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Command, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding, Remedy

OFF = ("STOPPED", "STOPPING")  # Pipe.CurrentState (Pipes API reference, 2026)
FAILED = (
    "CREATE_FAILED", "UPDATE_FAILED", "START_FAILED", "CREATE_ROLLBACK_FAILED",
    "UPDATE_ROLLBACK_FAILED",
)  # fmt: skip


@check(
    id="triggers/pipe-stopped",
    title="The pipe does not run",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("pipes",),
    cause="trigger_disabled",
)
def pipe_stopped(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    for pipe in scene.case.documents(Pipe):
        declared = pipe.state is None and pipe.desired == "STOPPED"
        if pipe.state not in (*OFF, *FAILED) and not declared:
            continue
        field = "desired" if declared else "state"
        text = "DesiredState STOPPED" if declared else f"CurrentState {pipe.state}"
        text += f": {pipe.reason[:300]}" if pipe.reason else ""
        source = name(pipe.source or "") or "its source"
        reached = {*triggering.reached(pipe.target), *triggering.reached(pipe.enrichment)}
        for resource in sorted(reached) or [pipe.resource]:
            yield stopped(
                resource,
                f"The pipe {pipe.name} hands on nothing from {source} ({text})",
                pipe.resource,
                Citation(place=pipe.place(field), text=text),
                _fix(pipe),
                opens=pipe.answered and not declared and not triggering.runs(resource),
            )


def _fix(pipe: Pipe) -> Remedy:
    if pipe.state in FAILED:
        told = "Remove what the reason names: mostly a permission of the pipe's role"
        return Manual(told, "the reason stands in the pipe's StateReason")
    return Command(
        ("aws", "pipes", "start-pipe", "--name", pipe.name),
        "Start the pipe, in the template, too",
        "somebody may have stopped it on purpose: ask first; what has waited arrives at once",
    )
