"""Functions that take longer and compute no more than before: they wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.cpu_time import cpu_times
from lambda_triage.checks.shift import slower
from lambda_triage.checks.signature import STRONG
from lambda_triage.findings import EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.cpu_time import CpuTime
    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.shift import Shift

GREW = 0.2  # of the rise of the durations, up to which the CPU had no part in it (our choice)


@check(
    id="downstream/waits-longer",
    title="The function waits longer and computes no more",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
    cause="slow_downstream",
)
def waits_longer(scene: Scene) -> Iterator[Finding]:
    for shift in slower(scene):
        for cpu in cpu_times(scene.case, shift.onset_us):
            rise_ms = (shift.after_us - shift.before_us) / 1000
            flat = cpu.after_ms - cpu.before_ms <= GREW * rise_ms
            if scene.key(cpu.resource) == shift.resource and flat:
                yield _finding(shift, cpu)


def _finding(shift: Shift, cpu: CpuTime) -> Finding:
    return Finding(
        resource=shift.resource,
        summary=f"Durations rose from {shift.before_us / 1000:.0f} to"
        f" {shift.after_us / 1000:.0f} ms ({shift.statistic}), and that is waiting: {cpu.text}",
        citations=(cpu.citation, shift.citation),
        cause="slow_downstream",
        weight=STRONG,
        explains=("slow",),
        onset_us=shift.onset_us,
        remedies=(
            EditCode(
                "Log how long each call to another service takes, or trace them with X-Ray: one of"
                " them has become slow; give it a time-out of its own"
            ),
        ),
    )
