"""A message whose finding is decided by the whole text of its log event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lambda_triage.checks.check import Check
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal
    from lambda_triage.findings import Finding, Remedy

    Revise = Callable[[Finding, str, FunctionConfiguration | None], Finding | None]

EVENT = "SELECT text FROM log_events WHERE id = $id"


@dataclass(frozen=True, slots=True)
class _Event:
    text: str


def revised(check: Check, revise: Revise) -> Check:
    """The same check, each finding rewritten by *revise*; None drops it.

    *revise* gets the text of the finding's first event, empty where no event was kept.
    """

    def judge(scene: Scene) -> Iterator[Finding]:
        for finding in check.judge(scene):
            function = scene.function(finding.resource)
            better = revise(finding, _text(scene, finding), function)
            if better is not None:
                yield better

    return replace(check, judge=judge)


def decided_later(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    """Remedies that only the event's text can tell."""
    return ()


def _text(scene: Scene, finding: Finding) -> str:
    ids = [c.event for c in finding.citations if c.event is not None]
    rows = scene.case.rows(EVENT, _Event, id=ids[0]) if ids else iter(())
    return next((row.text for row in rows), "")
