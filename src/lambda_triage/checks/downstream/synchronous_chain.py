"""Functions that call another function and wait for its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# A call named Lambda, and inside of it the segment of the function that answers. An asynchronous
# call is over as soon as the event is queued: before the function it starts has ended.
WAITED = """
WITH RECURSIVE calls AS (
    SELECT c.trace_id, c.span_id, c.parent_id, c.start_us, c.end_us, c.input,
           min(f.name) AS callee
    FROM spans AS c
    JOIN spans AS f ON f.trace_id = c.trace_id AND f.parent_id = c.span_id
    WHERE c.namespace = 'aws' AND lower(c.name) = 'lambda'
      AND f.origin IN ('AWS::Lambda', 'AWS::Lambda::Function')
    GROUP BY ALL
    HAVING c.end_us >= max(f.end_us)
), above AS (  -- the function in whose segment the call lies: a trace has several
    SELECT trace_id, span_id AS call_id, parent_id FROM calls
    UNION
    SELECT a.trace_id, a.call_id, s.parent_id
    FROM above AS a JOIN spans AS s ON s.trace_id = a.trace_id AND s.span_id = a.parent_id
    WHERE s.origin IS NULL
), callers AS (
    SELECT a.trace_id, a.call_id, s.name AS caller
    FROM above AS a JOIN spans AS s ON s.trace_id = a.trace_id AND s.span_id = a.parent_id
    WHERE s.origin = 'AWS::Lambda::Function' AND s.name IS NOT NULL
)
SELECT '?:' || caller AS resource, callee, count(DISTINCT calls.trace_id) AS traces,
       CAST(sum(end_us - start_us) AS BIGINT) // count(DISTINCT calls.trace_id) AS waited_us,
       min(start_us) AS first_us, min(input) AS input
FROM calls JOIN callers ON callers.trace_id = calls.trace_id AND call_id = span_id
WHERE caller <> callee
GROUP BY caller, callee
ORDER BY caller, callee
"""


class _Waited(Struct, frozen=True):
    resource: str
    callee: str
    traces: int
    waited_us: int
    first_us: int
    input: int


@check(
    id="downstream/synchronous-chain",
    title="A function waits for another function",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("spans",),
)
def synchronous_chain(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(WAITED, _Waited):
        plural = "s" if row.traces != 1 else ""
        text = (
            f"{row.traces} trace{plural}: it waits for {row.callee},"
            f" {row.waited_us / 1e6:.2f} s on average"
        )
        yield Finding(
            resource=row.resource,
            summary=f"Both functions are paid for while one waits for the other in {text}",
            key=row.callee,
            citations=(Citation(place=Place(row.input), text=text, time_us=row.first_us),),
            invocations=row.traces,
            remedies=(
                EditCode(
                    f"Call {row.callee} as an event (InvocationType Event, a queue), let Step"
                    " Functions call one after the other, or make it a library of the caller"
                ),
                EditCode(
                    f"While it stays: a client time-out above that of {row.callee} and below the"
                    " caller's own, and no retries of the client where the work is not idempotent"
                ),
            ),
        )
