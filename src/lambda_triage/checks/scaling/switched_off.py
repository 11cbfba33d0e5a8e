"""Functions whose reserved concurrency is 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.reserved import off, reservations
from lambda_triage.findings import Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding


@check(
    id="scaling/switched-off",
    title="Reserved concurrency 0 switches the function off",
    severity=Severity.CRITICAL,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("functions",),
    cause="reserved_concurrency_limit",
)
def switched_off(scene: Scene) -> Iterator[Finding]:
    for told in reservations(scene):
        if told.limit == 0 and not told.answered:
            yield off(told)
