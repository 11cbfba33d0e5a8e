"""Queues that nobody sends to or receives from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding, url
from lambda_triage.checks.series import counts
from lambda_triage.findings import Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

DAY_US = 86_400_000_000
LONG = 29  # days between the first and the last of 30 daily values (our choice)


@check(
    id="queues/abandoned",
    title="Nobody uses the queue",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
)
def abandoned(scene: Scene) -> Iterator[Finding]:
    feeding = Feeding(scene)
    received = {s.resource: s for s in counts(scene, "NumberOfMessagesReceived")}
    for sent in counts(scene, "NumberOfMessagesSent"):
        taken = received.get(sent.resource)
        days = (sent.points[-1][0] - sent.points[0][0]) / DAY_US
        if taken is None or sent.total or taken.total or days < LONG:
            continue
        if feeding.is_dead_letter(sent.resource):
            continue  # empty is how it should be
        name = sent.resource.rpartition(":")[2]
        queue = feeding.queue(sent.resource)
        yield Finding(
            resource=queue.resource if queue else sent.resource,
            summary=f"Nobody has sent to or received from {name} for {days + 1:.0f} days",
            citations=(
                sent.citation("NumberOfMessagesSent: 0"),
                taken.citation("NumberOfMessagesReceived: 0"),
            ),
            remedies=(
                Command(
                    (
                        "aws",
                        "sqs",
                        "delete-queue",
                        "--queue-url",
                        url(queue.resource if queue else sent.resource),
                    ),
                    "Delete it, with what sends to it, if it is not needed",
                    "a sender that is used once a year loses its queue",
                ),
            ),
        )
