"""Dead-letter queues in which messages expire as early as in their source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding, url
from lambda_triage.checks.series import levels
from lambda_triage.checks.signature import DECISIVE, STRONG
from lambda_triage.evidence.naming import same
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series
    from lambda_triage.evidence.documents import Queue

MOST_S = 1_209_600  # longest retention, 14 days (SQS API reference, 2026)
HOUR_S = 3_600
LONGEST = ("--attributes", f"MessageRetentionPeriod={MOST_S}")


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
    ages = levels(scene, "ApproximateAgeOfOldestMessage")
    for queue in feeding.queues:
        dead = feeding.queue(queue.dead_letter)
        if dead is None or queue.fifo or queue.resource.endswith(".fifo"):
            continue  # a FIFO queue counts the age anew when it moves a message
        kept, source = dead.retention_s, queue.retention_s
        if kept is None or source is None or kept > source or kept >= MOST_S:
            continue
        old = next((a for a in ages if same(a.resource, queue.resource) and a.peak >= kept), None)
        for resource in feeding.readers(queue.resource) or (queue.resource,):
            yield _finding(resource, queue, dead, old)


def _finding(resource: str, queue: Queue, dead: Queue, old: Series | None) -> Finding:
    kept, source = dead.retention_s or 0, queue.retention_s or 0
    text = (
        f"{dead.name} keeps messages {kept / HOUR_S:g} h from when they were first sent,"
        f" {queue.name} {source / HOUR_S:g} h"
    )
    proof = [
        Citation(place=dead.place("retention_s"), text=f"{dead.name}: {kept} s"),
        Citation(place=queue.place("retention_s"), text=f"{queue.name}: {source} s"),
    ]
    words = "Failed messages expire soon after, or before, anybody sees them"
    if old is not None:
        words = (
            f"Failed messages are lost: at {old.peak / HOUR_S:.1f} h they are too old to be kept"
        )
        proof.append(old.citation(f"{old.metric}: up to {old.peak:,.0f} s", old.first_us(kept)))
    return Finding(
        resource=resource,
        summary=f"{words}: {text}",
        key=dead.resource,
        citations=tuple(proof),
        cause="dlq_misconfigured",
        weight=DECISIVE if old else STRONG,
        symptom="events_lost" if old else None,
        opens=old is not None,
        role=Role.SIGNATURE if old else Role.RISK,
        explains=("events_lost",),
        by_status=(("events_lost", 1),) if old else (),
        onset_us=old.first_us(kept) if old else None,
        remedies=(
            Command(
                ("aws", "sqs", "set-queue-attributes", "--queue-url", url(dead.resource), *LONGEST),
                "Keep failed messages for 14 days, the longest that SQS allows",
            ),
        ),
    )
