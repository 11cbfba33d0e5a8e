"""Queues that show a message again while the function may still work on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding, url
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.feeding import Feed
    from lambda_triage.checks.scene import Scene

FACTOR = 6  # visibility over function time-out (Lambda guide, 'Using Lambda with SQS', 2026)
MOST_S = 43_200  # longest visibility time-out, 12 hours (SQS API reference, 2026)
S = 1_000_000  # µs
LONGER = """
SELECT count(*) AS longer, min(start_us) AS first_us, max(duration_us) AS longest_us,
       arg_max(input, duration_us) AS input, arg_max(line, duration_us) AS line
FROM invocations
WHERE resource = $resource AND duration_us > $visible_us
"""


class _Longer(Struct, frozen=True):
    longer: int
    first_us: int | None
    longest_us: int | None
    input: int | None
    line: int | None


@check(
    id="queues/visibility-timeout",
    title="The queue shows a message again while the function works on it",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("mappings", "queues", "functions"),
    cause="sqs_visibility_timeout",
)
def visibility_timeout(scene: Scene) -> Iterator[Finding]:
    for feed in Feeding(scene).feeds:
        visible = feed.queue.visibility_s if feed.queue else None
        limit = feed.configuration.timeout_s if feed.configuration else None
        # A message is hidden from its receive on, while the window still gathers its batch.
        if visible is None or limit is None or visible >= limit + (feed.mapping.window_s or 0):
            continue
        rows = scene.case.rows(LONGER, _Longer, resource=feed.function, visible_us=visible * S)
        yield _finding(feed, visible, limit, next(rows))


def _finding(feed: Feed, visible: int, limit: int, row: _Longer) -> Finding:
    assert feed.queue is not None
    seen = row.longer > 0 and row.input is not None
    window = feed.mapping.window_s or 0
    waits = f", after a batch window of up to {window} s" if window else ""
    text = f"{feed.queue.name} hides a message for {visible} s, the function may take {limit} s"
    text += waits
    proof = [Citation(place=feed.queue.place("visibility_s"), text=f"VisibilityTimeout {visible}")]
    if seen:
        longest = f"{(row.longest_us or 0) / S:.1f} s"
        plural = "s" if row.longer != 1 else ""
        text += f"; {row.longer} invocation{plural} took longer than that, up to {longest}"
        place = Place(row.input or 0, line=row.line)
        proof.append(Citation(place=place, text=f"took {longest}", time_us=row.first_us))
    if window:
        place = feed.mapping.place("window_s")
        proof.append(Citation(place=place, text=f"MaximumBatchingWindowInSeconds {window}"))
    seconds = min(FACTOR * limit + window, MOST_S)
    queue = (
        "--queue-url",
        url(feed.queue.resource),
        "--attributes",
        f"VisibilityTimeout={seconds}",
    )
    return Finding(
        resource=feed.function,
        summary=f"Messages are worked on twice: {text}" if seen else text,
        key=feed.queue.resource,
        citations=tuple(proof),
        cause="sqs_visibility_timeout",
        weight=DECISIVE,
        symptom="duplicates" if seen else None,
        opens=seen,
        role=Role.SIGNATURE if seen else Role.RISK,
        explains=("duplicates", "dead_letters", "backlog"),
        invocations=row.longer,
        by_status=(("duplicates", row.longer),) if seen else (),
        onset_us=row.first_us,
        remedies=(
            Command(
                ("aws", "sqs", "set-queue-attributes", *queue),
                f"Raise the queue's visibility time-out to {FACTOR} × {limit} s and the batch"
                " window, in the template, too",
            ),
        ),
    )
