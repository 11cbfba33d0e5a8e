"""Filters on queues that match no message, so that Lambda deletes them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.checks.unmatchable import unmatchable
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="queues/filter-never-matches",
    title="The filter matches no message, and Lambda deletes them",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("mappings",),
    cause="event_filter_mismatch",
)
def filter_never_matches(scene: Scene) -> Iterator[Finding]:
    for feed in Feeding(scene).feeds:
        reason = unmatchable(feed.mapping.filters)
        if reason is None:
            continue
        source = feed.source.rpartition(":")[2]
        yield Finding(
            resource=feed.function,
            summary=f"No message of {source} matches the filter: {reason}. Lambda deletes what"
            " does not match",
            key=feed.mapping.resource,
            citations=(Citation(place=feed.mapping.place("filters"), text=reason),),
            cause="event_filter_mismatch",
            weight=DECISIVE,
            explains=("not_triggered", "events_lost"),
            remedies=(
                Manual(
                    "Write the pattern for the record that the function gets: the message is under"
                    " `body`, attributes are strings; try it on a real message first",
                    "which messages are meant is the owner's knowledge",
                ),
            ),
        )
