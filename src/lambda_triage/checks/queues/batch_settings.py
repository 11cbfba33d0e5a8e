"""Declared mappings whose batch settings Lambda refuses for a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Known
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.feeding import Feed
    from lambda_triage.checks.scene import Scene

SMALL = 10  # largest batch of a FIFO queue, or without a window (Lambda API reference, 2026)
LARGE = 10_000  # largest batch of a standard queue (same)


@check(
    id="queues/batch-settings",
    title="Lambda refuses the batch settings of the queue's mapping",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("mappings",),
    cause="mapping_settings_refused",
)
def batch_settings(scene: Scene) -> Iterator[Finding]:
    for feed in Feeding(scene).feeds:
        told = _refused(feed) if feed.mapping.known is Known.TEMPLATE else None
        if told is None:
            continue
        field, text, remedy = told
        yield Finding(
            resource=feed.function,
            summary=f"Lambda refuses the mapping of {feed.source.rpartition(':')[2]}: {text}",
            key=feed.mapping.resource,
            citations=(Citation(place=feed.mapping.place(field), text=text),),
            cause="mapping_settings_refused",
            weight=DECISIVE,
            explains=("deployment",),
            remedies=(Manual(remedy, "the template is the owner's to change"),),
        )


def _refused(feed: Feed) -> tuple[str, str, str] | None:
    """Field, what contradicts, and what to write instead."""
    size, window = feed.mapping.batch_size, feed.mapping.window_s
    fifo = feed.queue.fifo if feed.queue else feed.source.endswith(".fifo") or None
    if fifo and size is not None and size > SMALL:
        return ("batch_size", f"BatchSize {size} of a FIFO queue", f"BatchSize of at most {SMALL}")
    if fifo and window:
        text = f"MaximumBatchingWindowInSeconds {window} of a FIFO queue"
        return ("window_s", text, "Leave the batch window out: FIFO queues have none")
    if size is not None and size > LARGE:
        return ("batch_size", f"BatchSize {size}", f"BatchSize of at most {LARGE:,}")
    if size is not None and size > SMALL and window == 0:
        text = f"BatchSize {size} without a batch window"
        return ("batch_size", text, "MaximumBatchingWindowInSeconds of at least 1")
    return None
