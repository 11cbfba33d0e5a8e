"""Functions whose Duration metric rose, where their log does not tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.shift import rise, slower_by_metric
from lambda_triage.findings import Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding


@check(
    id="changes/duration-metric",
    title="The Duration metric stays higher than before",
    severity=Severity.MEDIUM,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("metrics",),
)
def duration_metric(scene: Scene) -> Iterator[Finding]:
    for shift in slower_by_metric(scene):
        yield rise(scene, shift)
