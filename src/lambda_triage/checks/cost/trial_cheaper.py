"""Functions that a trial shows to be as fast with less memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.less_memory import less_memory
from lambda_triage.checks.tried import tried
from lambda_triage.findings import Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding


@check(
    id="cost/trial-cheaper",
    title="A trial was as fast with less memory",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("trials",),
    cause="over_provisioned_memory",
)
def trial_cheaper(scene: Scene) -> Iterator[Finding]:
    for sizes in tried(scene):
        yield from less_memory(scene, sizes)
