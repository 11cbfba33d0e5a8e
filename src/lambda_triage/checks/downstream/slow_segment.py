"""The call that the time of slow traces goes into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.shift import slower
from lambda_triage.checks.signature import DECISIVE, HINT
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.shift import Shift

SHARE = 0.5  # of the time of the slowest traces; our choice
WORTH_US = 200_000  # and 0.2 s on average there: below it there is little to win (our choice)
GREW = 0.5  # of the rise of the durations that is the call's, from which it explains the rise

# The slowest twentieth of the traces, at least three of them. The longest call of each function.
SLOW = """
WITH traces AS (
    SELECT resource, trace_id, max(whole_us) AS whole_us,
           row_number() OVER (PARTITION BY resource ORDER BY max(whole_us) DESC, trace_id) AS rank,
           count(*) OVER (PARTITION BY resource)                                           AS total
    FROM segments GROUP BY resource, trace_id
), tail AS (
    SELECT *, count(*) OVER (PARTITION BY resource) AS slow,
           sum(whole_us) OVER (PARTITION BY resource) AS slow_us
    FROM traces WHERE rank <= greatest(3, (total + 19) // 20)
)
SELECT s.resource, s.name, max(t.slow) AS slow, max(t.total) AS total,
       CAST(sum(s.own_us) AS BIGINT) AS own_us, CAST(max(t.slow_us) AS BIGINT) AS slow_us,
       CAST(max(s.spans) AS BIGINT) AS spans, min(s.start_us) AS first_us, min(s.input) AS input,
       count(*) FILTER (s.trace_id IN (
           SELECT trace_id FROM invocations WHERE status = 'timeout' AND trace_id IS NOT NULL
       )) AS stopped
FROM segments AS s JOIN tail AS t ON t.resource = s.resource AND t.trace_id = s.trace_id
WHERE s.call
GROUP BY s.resource, s.name
HAVING sum(s.own_us) > $share * max(t.slow_us) AND sum(s.own_us) >= $worth * max(t.slow)
QUALIFY row_number() OVER (PARTITION BY s.resource ORDER BY sum(s.own_us) DESC, s.name) = 1
ORDER BY s.resource
"""
GROWN = """
SELECT quantile_disc(own_us, 0.5) FILTER (start_us < $onset) AS before_us,
       quantile_disc(own_us, 0.5) FILTER (start_us >= $onset) AS after_us
FROM segments
WHERE resource = $resource AND name = $name
"""


class _Slow(Struct, frozen=True):
    resource: str
    name: str
    slow: int
    total: int
    own_us: int
    slow_us: int
    spans: int
    first_us: int
    input: int
    stopped: int


class _Grown(Struct, frozen=True):
    before_us: int | None
    after_us: int | None


@check(
    id="downstream/slow-segment",
    title="One call takes most of the time",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("spans",),
    cause="slow_downstream",
)
def slow_segment(scene: Scene) -> Iterator[Finding]:
    rows = list(scene.case.rows(SLOW, _Slow, share=SHARE, worth=WORTH_US))
    shifts = {shift.resource: shift for shift in slower(scene)} if rows else {}
    for row in rows:
        shift = shifts.get(row.resource) or shifts.get(scene.key(row.resource))
        yield _finding(row, _grown(scene, row, shift) if shift else None)


def _grown(scene: Scene, row: _Slow, shift: Shift) -> tuple[int, int] | None:
    """The call's median before and since the durations rose, where it is most of that rise."""
    own = {"resource": row.resource, "name": row.name}
    found = next(scene.case.rows(GROWN, _Grown, onset=shift.onset_us, **own))
    if found.before_us is None or found.after_us is None:
        return None
    rise = found.after_us - found.before_us
    most = rise >= GREW * (shift.after_us - shift.before_us)
    return (found.before_us, found.after_us) if most else None


def _finding(row: _Slow, grown: tuple[int, int] | None) -> Finding:
    percent = 100 * row.own_us // row.slow_us
    slowest = f"the {row.slow} slowest of {row.total} traces" if row.total > 1 else "one trace"
    text = (
        f"{row.name} takes {percent} % of the time of {slowest},"
        f" {row.own_us / row.slow / 1e6:.2f} s on average"
    )
    if grown:
        text += f"; its median rose from {grown[0] / 1000:.0f} to {grown[1] / 1000:.0f} ms"
    stopped = row.stopped > 0
    return Finding(
        resource=row.resource,
        summary=text,
        key=row.name,
        citations=(Citation(place=Place(row.input), text=text, time_us=row.first_us),),
        cause="timeout_downstream" if stopped else "slow_downstream",
        # A call that never connected takes all the time, too: other causes know its network.
        weight=DECISIVE if grown else HINT,
        explains=("timeout",) if stopped else ("slow",) if grown else (),
        invocations=row.slow,
        remedies=_fix(row),
    )


def _fix(row: _Slow) -> tuple[EditCode, ...]:
    peer = f"Look at {row.name} at these times (its own metrics, queries, indexes and limits)"
    if row.spans > 1:
        many = f"Call {row.name} less: up to {row.spans} calls in one invocation; batch or cache"
        return (EditCode(many), EditCode(peer))
    return (EditCode(f"{peer}; cache its answer, or wait for it outside of the function"),)
