"""Functions whose invocations take longer than they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.shift import slower
from lambda_triage.findings import Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

TROUBLE = 2.0  # times the level before, from which it is a symptom and no longer a risk …
TROUBLE_US = 100_000  # … and by at least 0.1 s, what a person notices; both are our choice


@check(
    id="changes/latency-shift",
    title="Invocations take longer than before",
    severity=Severity.MEDIUM,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("invocations",),
)
def latency_shift(scene: Scene) -> Iterator[Finding]:
    for shift in slower(scene):
        rise = shift.after_us - shift.before_us
        opens = shift.after_us >= TROUBLE * shift.before_us and rise >= TROUBLE_US
        many = f" for {shift.hit} invocations" if shift.hit else ""
        yield Finding(
            resource=shift.resource,
            summary=f"Durations rose from {shift.before_us / 1000:.0f} to"
            f" {shift.after_us / 1000:.0f} ms ({shift.statistic}) and stay there{many}",
            citations=(shift.citation,),
            symptom="slow",
            opens=opens,
            role=Role.SYMPTOM if opens else Role.RISK,
            invocations=max(shift.hit, 1),
            by_status=(("slow", max(shift.hit, 1)),),
            onset_us=shift.onset_us,
            impact=f"{rise / 1000:.0f} ms more for each invocation",
        )
