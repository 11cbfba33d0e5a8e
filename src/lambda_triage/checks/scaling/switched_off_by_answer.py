"""Functions of which GetFunctionConcurrency answers 0: why anything they are given is refused."""

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
    id="scaling/switched-off-by-answer",
    title="GetFunctionConcurrency answers 0",
    severity=Severity.CRITICAL,
    role=Role.RISK,
    since="0.1",
    reads=("concurrency",),
    cause="reserved_concurrency_limit",
)
def switched_off_by_answer(scene: Scene) -> Iterator[Finding]:
    for told in reservations(scene):
        if told.limit == 0 and told.answered:
            yield off(told)
