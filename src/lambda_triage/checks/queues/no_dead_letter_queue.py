"""Queues that feed a function and keep no message that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding, is_whole, url
from lambda_triage.checks.signature import STRONG
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

DAY_S = 86_400


@check(
    id="queues/no-dead-letter-queue",
    title="Messages that fail are tried until they expire",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("mappings", "queues"),
    cause="dlq_misconfigured",
)
def no_dead_letter_queue(scene: Scene) -> Iterator[Finding]:
    feeding, seen = Feeding(scene), set[tuple[str, str]]()
    for feed in feeding.feeds:
        queue = feed.queue
        if queue is None or not is_whole(queue) or queue.dead_letter:
            continue
        if "dead_letter" in queue.given or feeding.is_dead_letter(queue.resource):
            continue  # told, but as a value that only a deployment knows; or a queue of failures
        if (feed.function, queue.resource) in seen:
            continue
        seen.add((feed.function, queue.resource))
        days = f" for {queue.retention_s / DAY_S:g} days" if queue.retention_s else ""
        policy = '{"deadLetterTargetArn":"<dead-letter queue>","maxReceiveCount":"5"}'
        yield Finding(
            resource=feed.function,
            summary=f"{queue.name} has no dead-letter queue: a message that always fails is tried"
            f" again{days}, and then lost",
            key=queue.resource,
            citations=(Citation(place=queue.place("dead_letter"), text="no RedrivePolicy"),),
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
                        url(queue.resource),
                        "--attributes",
                        f"RedrivePolicy={policy}",
                    ),
                    "Give the queue a dead-letter queue of the same type that keeps messages for"
                    " 14 days, with at least 5 receives, and an alarm on it",
                ),
            ),
        )
