"""Invocations that ended in an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.symptom import Ended, ended
from lambda_triage.findings import Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding


@check(
    id="errors/failed",
    title="Invocations that ended in an error",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("invocations",),
)
def failed(scene: Scene) -> Iterator[Finding]:
    yield from ended(scene, "error", _say)


def _say(row: Ended) -> str:
    return f"{row.hit} of {max(row.invocations, row.hit)} invocations ended in an error"
