"""When the durations of a function rose, and what its own CPU and its traces say of that rise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.cpu_time import cpu_times
from lambda_triage.evidence.naming import key, same
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation

if TYPE_CHECKING:
    from lambda_triage.diagnosis.facts import Facts

TRACES = 3  # of the function, below which they say nothing of the others

# The slowest twentieth of the traces, at least three: how much of their time lies in calls.
CALLS = """
WITH traces AS (
    SELECT trace_id, max(whole_us) AS whole_us, sum(own_us) FILTER (call) AS calls_us,
           min(input) AS input,
           row_number() OVER (ORDER BY max(whole_us) DESC, trace_id) AS rank,
           count(*) OVER ()                                          AS total
    FROM segments WHERE resource = $resource GROUP BY trace_id
)
SELECT count(*), least(1.0, sum(coalesce(calls_us, 0)) / sum(whole_us)), min(input) FROM traces
WHERE rank <= greatest($fewest, (total + 19) // 20) AND total >= $fewest
HAVING count(*) > 0
"""


class Rise(Struct, frozen=True):
    """Durations of one function before and since *onset_us*, µs; *until_us* is the last before."""

    before_us: int
    after_us: int
    until_us: int
    onset_us: int

    @property
    def more_us(self) -> int:
        """What each invocation takes longer."""
        return self.after_us - self.before_us


class Computed(Struct, frozen=True):
    """CPU time of an invocation, ms, and the part that it has in a rise of the durations."""

    before_ms: float
    after_ms: float
    share: float
    citation: Citation


def rise(facts: Facts) -> Rise | None:
    """The rise of the function's durations that is its trouble; None where there is none."""
    for finding in facts.findings:
        told = [finding.fact(name) for name in ("before_us", "after_us", "until_us")]
        if finding.symptom == "slow" and finding.opens and finding.onset_us and all(told):
            before, after, until = (int(str(value)) for value in told)
            return Rise(before, after, until, finding.onset_us)
    return None


def began_us(facts: Facts) -> int | None:
    """When the function became slow, else when it was first stopped."""
    risen = rise(facts)
    if risen is not None:
        return risen.onset_us
    stops = [f.onset_us for f in facts.findings if f.symptom == "timeout" and f.onset_us]
    return min(stops, default=None)


def computed(facts: Facts) -> Computed | None:
    """What Lambda Insights measured on either side of the rise."""
    risen = rise(facts)
    if risen is None or risen.more_us <= 0:
        return None
    for cpu in cpu_times(facts.case, risen.onset_us):
        if same(key(cpu.resource), facts.resource):
            share = (cpu.after_ms - cpu.before_ms) * 1000 / risen.more_us
            return Computed(cpu.before_ms, cpu.after_ms, share, cpu.citation)
    return None


def in_calls(facts: Facts) -> tuple[int, float, Citation] | None:
    """Of the slowest traces: how many, the share of their time in calls, and the proof."""
    rows = facts.case.execute(CALLS, resource=facts.resource, fewest=TRACES)
    for count, share, input in rows:
        text = f"{float(str(share)):.0%} of the time of the {count} slowest traces lies in calls"
        return int(str(count)), float(str(share)), Citation(place=Place(int(str(input))), text=text)
    return None
