"""Invocations that were stopped at the function's time-out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.check import check
from lambda_triage.checks.symptom import Ended, ended
from lambda_triage.evidence.signature import Signature
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

TIMED_OUT = Signature(
    "timeouts/timed-out.line",
    ("Task timed out after",),
    r"Task timed out after (?P<timeout_s>[\d.]+) seconds",
    "Lambda platform line; AWS Lambda guide, 'Troubleshoot invocation issues', 2026",
)


@check(
    id="timeouts/timed-out",
    title="Invocations stopped at the time-out",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("invocations",),
    signatures=(TIMED_OUT,),
)
def timed_out(scene: Scene) -> Iterator[Finding]:
    told = {s.resource: s for s in scene.signals(TIMED_OUT.id)}
    for finding in ended(scene, "timeout", _say):
        signal = told.pop(finding.resource, None)
        yield replace(finding, facts=tuple(signal.captures.items()) if signal else ())
    for signal in told.values():
        if signal.loose:  # the answer of an invoke, or a line without its invocation
            yield Finding(
                resource=signal.resource,
                summary="An invocation was stopped at the function's time-out",
                symptom="timeout",
                opens=True,
                citations=tuple(Citation(event=e) for e in signal.examples),
                invocations=1,
                onset_us=signal.first_us,
                facts=tuple(signal.captures.items()),
            )


def _say(row: Ended) -> str:
    total = max(row.invocations, row.hit)
    return f"{row.hit} of {total} invocations were stopped at the function's time-out"
