"""FIFO queues whose messages wait behind one another in a few groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.series import levels
from lambda_triage.findings import EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

FEW = 5  # groups in flight; Lambda starts with as many batches at once (Lambda guide, SQS, 2026)
WAITING = 100  # messages, from which a handful of groups holds them back


@check(
    id="queues/few-groups",
    title="Messages wait behind one another in few groups",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
)
def few_groups(scene: Scene) -> Iterator[Finding]:
    feeding = Feeding(scene)
    waiting = {s.resource: s for s in levels(scene, "ApproximateNumberOfMessagesVisible")}
    for groups in levels(scene, "ApproximateNumberOfGroupsWithInflightMessages"):
        queue = waiting.get(groups.resource)
        if queue is None or queue.peak < WAITING or not 0 < groups.peak < FEW:
            continue
        name = groups.resource.rpartition(":")[2]
        many = f"{groups.peak:.0f} group{'s' if groups.peak != 1 else ''}"
        for resource in feeding.readers(groups.resource) or (groups.resource,):
            yield Finding(
                resource=resource,
                summary=f"{name} is worked on in {many} at a time while up to"
                f" {queue.peak:,.0f} messages wait: more concurrency does not help",
                key=groups.resource,
                citations=(
                    groups.citation(f"{groups.metric}: up to {groups.peak:.0f}"),
                    queue.citation(f"{queue.metric}: up to {queue.peak:,.0f}"),
                ),
                remedies=(
                    EditCode(
                        "Send with more MessageGroupIds: one per customer or order, not one for all"
                    ),
                ),
            )
