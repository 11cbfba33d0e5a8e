"""Functions whose invocations take longer than they did, by their REPORT lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.shift import rise, slower_by_log
from lambda_triage.findings import Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding


@check(
    id="changes/latency-shift",
    title="Invocations take longer than before",
    severity=Severity.MEDIUM,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("invocations",),
)
def latency_shift(scene: Scene) -> Iterator[Finding]:
    for shift in slower_by_log(scene):
        yield rise(scene, shift)
