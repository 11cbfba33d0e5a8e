"""Periods in which Lambda throttled a function although its concurrency was below the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.reserved import reserved
from lambda_triage.evidence.documents import Limits
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

BELOW = 0.8  # of the limit: a peak between two of the metric's samples may be higher; our choice
S = 1_000_000  # µs

PERIODS = """
WITH points AS (
    SELECT resource, time_us, min(input) AS input,
           max(value) FILTER (metric = 'Throttles')            AS throttles,
           max(value) FILTER (metric = 'ConcurrentExecutions') AS concurrency,
           max(value) FILTER (metric = 'Invocations')          AS invocations
    FROM metrics
    WHERE time_us IS NOT NULL
      AND (metric IN ('Throttles', 'Invocations') AND coalesce(statistic, 'Sum') = 'Sum'
           OR metric = 'ConcurrentExecutions' AND coalesce(statistic, 'Maximum') = 'Maximum')
    GROUP BY resource, time_us
), told AS (
    SELECT *, lag(concurrency) OVER before AS was, time_us - lag(time_us) OVER before AS gap_us
    FROM points
    WINDOW before AS (PARTITION BY resource ORDER BY time_us)
)
SELECT resource, time_us, CAST(throttles AS BIGINT) AS throttles, concurrency, was, invocations,
       (SELECT min(gap_us) FROM told AS t WHERE t.resource = told.resource) AS period_us, input
FROM told
WHERE throttles > 0 AND concurrency IS NOT NULL
ORDER BY resource, time_us
"""


class _Period(Struct, frozen=True):
    resource: str
    time_us: int
    throttles: int
    concurrency: float
    was: float | None
    invocations: float | None
    period_us: int | None
    input: int


class Throttled(Struct, frozen=True):
    """One period of one function with throttles, its concurrency well below *limit*.

    was       peak concurrency of the period before; None for the first
    arrivals  invocations and throttles in a second; None where no metric tells
    owner     reserved or account: whose limit it is
    """

    resource: str
    throttles: int
    concurrency: float
    was: float | None
    arrivals: float | None
    limit: int
    owner: str
    citation: Citation


def throttled(scene: Scene) -> Iterator[Throttled]:
    """Those periods, by function and time."""
    limits = scene.case.documents(Limits)
    account = limits[0].concurrent if len(limits) == 1 else None
    for row in scene.case.rows(PERIODS, _Period):
        key = scene.key(row.resource)
        own = reserved(scene, key)
        limit = own or account
        if not limit or own == 0 or row.concurrency >= BELOW * limit:
            continue
        known = row.invocations is not None and row.period_us
        told = ((row.invocations or 0) + row.throttles) * S / (row.period_us or 1)
        text = f"Throttles: {row.throttles:,} at {row.concurrency:,.0f} concurrent executions"
        proof = Citation(place=Place(row.input, metric="Throttles"), text=text, time_us=row.time_us)
        yield Throttled(
            key, row.throttles, row.concurrency, row.was, told if known else None, limit,
            "reserved" if own else "account", proof,
        )  # fmt: skip
