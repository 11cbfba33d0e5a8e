"""Queues that give a message up after few receives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding, url
from lambda_triage.checks.signature import HINT, STRONG
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

LEAST = 5  # receives before a message is given up (Lambda guide, 'Using Lambda with SQS', 2026)


@check(
    id="queues/few-receives",
    title="Messages are given up after few receives",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("mappings", "queues"),
    cause="dlq_misconfigured",
)
def few_receives(scene: Scene) -> Iterator[Finding]:
    for feed in Feeding(scene).feeds:
        queue = feed.queue
        if queue is None or queue.most_receives is None or queue.most_receives >= LEAST:
            continue
        most = queue.most_receives
        times = "one receive" if most == 1 else f"{most} receives"
        policy = f'{{"deadLetterTargetArn":"{queue.dead_letter}","maxReceiveCount":"{LEAST}"}}'
        yield Finding(
            resource=feed.function,
            summary=f"{queue.name} gives a message up after {times}: throttled batches count, so"
            " that good messages reach the dead-letter queue",
            key=queue.resource,
            citations=(
                Citation(place=queue.place("most_receives"), text=f"maxReceiveCount {most}"),
            ),
            cause="dlq_misconfigured",
            weight=STRONG if most == 1 else HINT,
            explains=("dead_letters",),
            remedies=(
                Command(
                    (
                        "aws",
                        "sqs",
                        "set-queue-attributes",
                        "--queue-url",
                        url(queue.resource),
                        "--attributes",
                        f"RedrivePolicy={policy}",
                    ),
                    f"Allow at least {LEAST} receives, in the template, too",
                    "a message that always fails is tried that often",
                ),
            ),
        )
