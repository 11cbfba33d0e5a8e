"""An invocation takes the longer the more it is given, and the largest take too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Remedy
from lambda_triage.statistics.mann_kendall import mann_kendall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

FEWEST = 12  # invocations of which both are known (our choice)
CORRELATED = 0.5  # Kendall's tau, where Spearman's rho is 0.7 (bivariate normal; Kendall 1970)
UNRELATED = 0.2  # below which size has no part in it (our choice)
SURE = 0.01  # two-sided p
SPREAD = 2  # the largest is at least so many times the smallest
NEAR = 0.5  # of the time-out, that the slowest of them took: far below it size stops nothing

RECEIVED = """
SELECT rx_bytes AS sizes, durations_us, input, line FROM usage_series
WHERE resource = $resource OR resource = '?:' || $name
"""
CALLED = """
WITH each AS (
    SELECT trace_id, CAST(coalesce(sum(spans) FILTER (call), 0) AS BIGINT) AS calls,
           max(whole_us) AS whole_us, min(input) AS input
    FROM segments WHERE resource = $resource OR resource = '?:' || $name
    GROUP BY trace_id ORDER BY trace_id LIMIT 2000
)
SELECT list(calls) AS sizes, list(whole_us) AS durations_us, min(input) AS input, 0 AS line
FROM each HAVING count(*) > 0
"""


class _Measured(Struct, frozen=True):
    sizes: list[int]
    durations_us: list[int]
    input: int
    line: int


def weigh(facts: Facts) -> Iterator[Weight]:
    own = {"resource": facts.resource, "name": facts.resource.rpartition(":")[2]}
    for row in facts.case.rows(RECEIVED, _Measured, **own):
        yield from _related(facts, row, "the bytes it receives", "bytes")
    for row in facts.case.rows(CALLED, _Measured, **own):
        yield from _related(facts, row, "the number of its calls", "calls")


def _related(facts: Facts, row: _Measured, size: str, topic: str) -> Iterator[Weight]:
    smallest, largest = min(row.sizes), max(row.sizes)
    if len(row.sizes) < FEWEST or largest < SPREAD * max(smallest, 1):
        return
    trend = mann_kendall(row.sizes, row.durations_us)
    slowest, limit = max(row.durations_us) / 1e6, facts.timeout_s
    text = (
        f"of {len(row.sizes)} invocations, the duration follows {size} (Kendall's tau"
        f" {trend.tau:.2f}), {slowest:.1f} s at the most"
    )
    cited = (Citation(place=Place(row.input, line=row.line or None), text=text),)
    if trend.tau >= CORRELATED and trend.p < SURE:
        near = not limit or slowest >= NEAR * limit
        yield Weight(8.5 if near else 1.0, text, topic, cited)
    elif trend.tau < UNRELATED:
        text = f"of {len(row.sizes)} invocations, the duration does not follow {size}"
        yield Weight(-3.0, text, topic, cited)


def summary(facts: Facts) -> str:
    told = [w.text for w in weigh(facts) if w.points > 0]
    why = f": {told[0]}" if told else ""
    return f"An invocation takes the longer the more it is given{why}."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Give each invocation less: a smaller batch, a page instead of all, parts of a large"
            " object; and stop with what is left when the remaining time runs out"
        ),
    )


WORK_GROWS_WITH_INPUT = Hypothesis(
    "work_grows_with_input",
    ("timeout", "slow"),
    -4.5,
    weigh,
    summary,
    propose,
    (("usage", "how much each invocation received (Lambda Insights)"),),
)
