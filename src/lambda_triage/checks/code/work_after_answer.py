"""Work that goes on after the answer, and wakes up in a later invocation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

FIX = EditCode(
    "Wait for all work before the answer: await every promise, task and future, join threads; hand"
    " what may be late to a queue or an asynchronous invocation"
)

LATE = """
SELECT resource,
       count(*)                         AS events,
       count(DISTINCT request_id)       AS requests,
       min(time_us)                     AS first_us,
       max(late_us)                     AS longest_us,
       list(id ORDER BY id)[1:5]        AS events_seen
FROM late_events
WHERE NOT regexp_matches(text, '^(START|END|REPORT|RequestId:|XRAY)|Task timed out')
GROUP BY resource
ORDER BY resource
"""


class _Late(Struct, frozen=True):
    resource: str
    events: int
    requests: int
    first_us: int
    longest_us: int
    events_seen: list[int]


@check(
    id="code/work-after-answer",
    title="Work of a finished invocation wakes up in a later one",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations", "log_events"),
    cause="unhandled_promise",
)
def work_after_answer(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(LATE, _Late):
        yield Finding(
            resource=row.resource,
            summary=f"{row.requests} finished invocation{'s' if row.requests != 1 else ''} wrote to"
            f" the log while a later one ran, up to {row.longest_us / 1e6:.1f} s after the end",
            citations=tuple(Citation(event=e) for e in row.events_seen),
            cause="unhandled_promise",
            weight=STRONG,
            invocations=row.requests,
            onset_us=row.first_us,
            impact=f"{row.requests} invocation{'s' if row.requests != 1 else ''}",
            remedies=(FIX,),
        )
