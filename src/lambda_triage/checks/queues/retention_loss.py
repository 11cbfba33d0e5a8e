"""Queues whose messages grow as old as the queue keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding, url
from lambda_triage.checks.series import levels
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.naming import UNNAMED
from lambda_triage.findings import Citation, Command, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series
    from lambda_triage.evidence.documents import Queue

NEAR = 0.8  # of the retention, from which loss is near (our choice)
LOST = 0.98  # of it, up to which the metric shows an age before SQS deletes the message
MOST_S = 1_209_600  # longest retention, 14 days (SQS API reference, 2026)


@check(
    id="queues/retention-loss",
    title="Messages expire before they are read",
    severity=Severity.CRITICAL,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("metrics", "queues"),
    cause="queue_retention_loss",
)
def retention_loss(scene: Scene) -> Iterator[Finding]:
    feeding = Feeding(scene)
    for series in levels(scene, "ApproximateAgeOfOldestMessage"):
        queue = _queue(feeding, series.resource)
        kept = queue.retention_s if queue else None
        if queue is None or not kept or series.peak < NEAR * kept:
            continue
        if feeding.is_dead_letter(queue.resource):
            continue
        for resource in feeding.readers(queue.resource) or (queue.resource,):
            yield _finding(resource, queue, series, kept)


def _queue(feeding: Feeding, resource: str) -> Queue | None:
    """The queue a label names; where it names the function, the one queue that feeds it."""
    known = feeding.queue(resource)
    if known is not None:
        return known
    fed = [f.queue for f in feeding.feeds if f.function == resource and f.queue is not None]
    if resource == UNNAMED:  # a label without a name is about the only queue that is read
        fed = [f.queue for f in feeding.feeds if f.queue is not None]
    return fed[0] if len(fed) == 1 else None


def _finding(resource: str, queue: Queue, series: Series, kept: int) -> Finding:
    lost = series.peak >= LOST * kept
    age = f"the oldest reached {series.peak:,.0f} s of the {kept:,} s that {queue.name} keeps them"
    words = "Messages expired unread" if lost else "Messages are about to expire unread"
    onset = series.first_us(NEAR * kept)
    wait = ("--queue-url", url(queue.resource), "--attributes", f"MessageRetentionPeriod={MOST_S}")
    return Finding(
        resource=resource,
        summary=f"{words}: {age}",
        key=queue.resource,
        citations=(
            series.citation(f"{series.metric}: up to {series.peak:,.0f} s", onset),
            Citation(place=queue.place("retention_s"), text=f"MessageRetentionPeriod {kept}"),
        ),
        cause="queue_retention_loss",
        weight=DECISIVE,
        symptom="events_lost" if lost else "backlog",
        opens=True,
        role=Role.SIGNATURE,
        explains=("backlog",),
        invocations=1,
        by_status=(("events_lost", 1), ("backlog", 1)) if lost else (("backlog", 1),),
        onset_us=onset,
        remedies=(
            Command(
                ("aws", "sqs", "set-queue-attributes", *wait),
                "Keep messages for 14 days, at once, in the template, too",
            ),
            Manual(
                "Let the function catch up: more concurrency, larger batches, a trigger that is on",
                "what holds it back is told by throttles, errors and durations",
            ),
        ),
    )
