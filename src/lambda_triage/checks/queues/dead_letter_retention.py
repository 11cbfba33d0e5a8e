"""Dead-letter queues in which messages expire as early as in their source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding, url
from lambda_triage.checks.signature import STRONG
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

MOST_S = 1_209_600  # longest retention, 14 days (SQS API reference, 2026)
HOUR_S = 3_600


@check(
    id="queues/dead-letter-retention",
    title="Messages expire early in the dead-letter queue",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("queues",),
    cause="dlq_misconfigured",
)
def dead_letter_retention(scene: Scene) -> Iterator[Finding]:
    feeding = Feeding(scene)
    for queue in feeding.queues:
        dead = feeding.queue(queue.dead_letter)
        if dead is None or queue.fifo or queue.resource.endswith(".fifo"):
            continue  # a FIFO queue counts the age anew when it moves a message
        kept, source = dead.retention_s, queue.retention_s
        if kept is None or source is None or kept > source or kept >= MOST_S:
            continue
        text = (
            f"{dead.name} keeps messages {kept / HOUR_S:g} h from when they were first sent,"
            f" {queue.name} {source / HOUR_S:g} h"
        )
        for resource in feeding.readers(queue.resource) or (queue.resource,):
            yield Finding(
                resource=resource,
                summary=f"Failed messages expire soon after, or before, anybody sees them: {text}",
                key=dead.resource,
                citations=(
                    Citation(place=dead.place("retention_s"), text=f"{dead.name}: {kept} s"),
                    Citation(place=queue.place("retention_s"), text=f"{queue.name}: {source} s"),
                ),
                cause="dlq_misconfigured",
                weight=STRONG,
                explains=("events_lost",),
                remedies=(
                    Command(
                        (
                            "aws",
                            "sqs",
                            "set-queue-attributes",
                            "--queue-url",
                            url(dead.resource),
                            "--attributes",
                            f"MessageRetentionPeriod={MOST_S}",
                        ),
                        "Keep failed messages for 14 days, the longest that SQS allows",
                    ),
                ),
            )
