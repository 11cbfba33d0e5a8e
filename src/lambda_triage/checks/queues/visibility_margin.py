"""Queues whose visibility time-out leaves no room for throttled batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding, url
from lambda_triage.checks.signature import HINT
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

FACTOR = 6  # visibility over function time-out (Lambda guide, 'Using Lambda with SQS', 2026)
MOST_S = 43_200  # longest visibility time-out, 12 hours (SQS API reference, 2026)


@check(
    id="queues/visibility-margin",
    title="The visibility time-out leaves no room for retries",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("mappings", "queues", "functions"),
    cause="sqs_visibility_timeout",
)
def visibility_margin(scene: Scene) -> Iterator[Finding]:
    for feed in Feeding(scene).feeds:
        visible = feed.queue.visibility_s if feed.queue else None
        limit = feed.configuration.timeout_s if feed.configuration else None
        if feed.queue is None or visible is None or limit is None:
            continue
        window = feed.mapping.window_s or 0
        wanted = min(FACTOR * limit + window, MOST_S)
        if not limit + window <= visible < wanted:
            continue
        waits = f" and the batch window of {window} s" if window else ""
        text = f"VisibilityTimeout of {feed.queue.name} is {visible} s"
        queue = ("--queue-url", url(feed.queue.resource))
        yield Finding(
            resource=feed.function,
            summary=f"{text}: less than {FACTOR} × the function's {limit} s{waits}, so that"
            " batches which are throttled use up their receives",
            key=feed.queue.resource,
            citations=(Citation(place=feed.queue.place("visibility_s"), text=text),),
            cause="sqs_visibility_timeout",
            weight=HINT,
            explains=("duplicates", "dead_letters"),
            remedies=(
                Command(
                    (
                        "aws",
                        "sqs",
                        "set-queue-attributes",
                        *queue,
                        "--attributes",
                        f"VisibilityTimeout={wanted}",
                    ),
                    f"Raise the visibility time-out to {FACTOR} times the function's, in the"
                    " template, too",
                    "a message whose invocation dies is tried again that much later",
                ),
            ),
        )
