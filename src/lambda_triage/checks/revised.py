"""A message whose finding is decided by the whole text of its log event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.sources.origin import origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lambda_triage.checks.check import Check
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal
    from lambda_triage.findings import Finding, Remedy

    Revise = Callable[[Finding, str, FunctionConfiguration | None], Finding | None]

REPORT = re.compile(r"(?:INIT_)?REPORT |\{[^{}]{0,200}platform\.(?:report|initReport)")
EVENT = "SELECT text FROM log_events WHERE id = $id"


class _Event(Struct, frozen=True):
    text: str


def revised(check: Check, revise: Revise) -> Check:
    """The same check, each finding rewritten by *revise*; None drops it.

    *revise* gets the text of the finding's first event, empty where no event was kept.
    """

    def judge(scene: Scene) -> Iterator[Finding]:
        found = [(finding, _text(scene, finding)) for finding in check.judge(scene)]
        told = {finding.resource for finding, text in found if not REPORT.match(text)}
        for finding, text in found:
            if REPORT.match(text) and finding.resource in told:
                continue  # its Error Type repeats the code of an error that was logged
            better = revise(finding, text, scene.function(finding.resource))
            if better is not None:
                yield better

    return replace(check, judge=judge)


def deployable(check: Check) -> Check:
    """The same check; what stands in a deployment's output is the deployment's trouble."""

    def revise(finding: Finding, text: str, _: FunctionConfiguration | None) -> Finding:
        return replace(finding, symptom="deployment") if origin(text) == "deploy" else finding

    return revised(check, revise)


def decided_later(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    """Remedies that only the event's text can tell."""
    return ()


def _text(scene: Scene, finding: Finding) -> str:
    ids = [c.event for c in finding.citations if c.event is not None]
    rows = scene.case.rows(EVENT, _Event, id=ids[0]) if ids else iter(())
    return next((row.text for row in rows), "")
