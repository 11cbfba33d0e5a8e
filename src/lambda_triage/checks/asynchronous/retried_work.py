"""Events that ran again after an attempt that may have done its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.checks.symptom import RECOVERED
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# An attempt that failed in init has not reached the handler: its repetition doubles nothing.
AGAIN = """
WITH failed AS (
    SELECT resource, request_id, attempt FROM invocations
    WHERE status IN ('error', 'timeout', 'oom', 'crash') AND request_id IS NOT NULL
), again AS (
    SELECT i.resource, i.request_id, i.attempt, coalesce(i.start_us, i.end_us) AS time_us,
           i.input, i.line
    FROM invocations AS i
    WHERE EXISTS (SELECT 1 FROM failed AS f WHERE f.resource = i.resource
                  AND f.request_id = i.request_id AND f.attempt < i.attempt)
)
SELECT resource,
       count(DISTINCT request_id)                                AS events,
       max(attempt)                                              AS attempts,
       min(time_us)                                              AS first_us,
       arg_min(input, (coalesce(time_us, 0), input, line))       AS input,
       arg_min(line, (coalesce(time_us, 0), input, line))        AS line,
       arg_min(request_id, (coalesce(time_us, 0), input, line))  AS request_id,
       (SELECT count(*) FROM failed AS f WHERE f.resource = again.resource) AS failed,
       (SELECT count(*) FROM invocations AS a
         WHERE a.resource = again.resource AND a.status <> 'unknown')       AS invocations
FROM again
GROUP BY resource
ORDER BY resource
"""


class _Again(Struct, frozen=True):
    resource: str
    events: int
    attempts: int
    first_us: int | None
    input: int
    line: int
    request_id: str
    failed: int
    invocations: int


@check(
    id="asynchronous/retried-work",
    title="Lambda ran events again after they had failed",
    severity=Severity.MEDIUM,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("invocations",),
    cause="async_retry_duplicates",
)
def retried_work(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(AGAIN, _Again):
        few = row.failed <= RECOVERED * max(row.invocations, 1)
        plural = "s" if row.events != 1 else ""
        text = f"{row.events} event{plural} ran up to {row.attempts} times, with one request id"
        place = Place(row.input, line=row.line)
        yield Finding(
            resource=row.resource,
            summary=f"Work may have been done more than once: {text}, because Lambda tries an"
            " asynchronous event again that failed",
            citations=(
                Citation(place=place, text=f"{row.request_id} again", time_us=row.first_us),
            ),
            cause="async_retry_duplicates",
            weight=STRONG,
            symptom="duplicates",
            opens=not few,
            role=Role.RISK if few else Role.SIGNATURE,
            by_status=(("duplicates", row.events),),
            onset_us=row.first_us,
            impact=text,
            remedies=(
                EditCode("Make the work idempotent, by the event's own id: what was done is done"),
                SetProperty(
                    "MaximumRetryAttempts",
                    0,
                    "Or let Lambda not try again, and keep what fails in a destination",
                ),
            ),
        )
