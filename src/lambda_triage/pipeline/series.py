"""The charts of a report: at most 300 points each, computed in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.reports.contract import Series
from lambda_triage.sources.times import rfc3339

if TYPE_CHECKING:
    from lambda_triage.evidence.case import Case

POINTS = 120  # buckets a chart is cut into; the contract allows 300
MOST_RESOURCES = 5  # functions that get charts, those with most invocations first
SHORTEST_US = 1_000_000  # a bucket is never shorter than a second

RESOURCES = """
SELECT resource, min(start_us) AS first_us, max(start_us) AS last_us
FROM invocations
WHERE start_us IS NOT NULL
GROUP BY resource
ORDER BY count(*) DESC, resource
"""

BUCKETS = """
SELECT $first + $width * ((start_us - $first) // $width)                     AS time_us,
       count(*) FILTER (status = 'ok')                                       AS ok,
       count(*) FILTER (status = 'error')                                    AS error,
       count(*) FILTER (status = 'timeout')                                  AS timeout,
       count(*) FILTER (status = 'oom')                                      AS oom,
       count(*) FILTER (status = 'crash')                                    AS crash,
       count(*) FILTER (status = 'init_failure')                             AS init_failure,
       count(*) FILTER (status = 'unknown')                                  AS unknown,
       quantile_disc(duration_us, [0.5, 0.9, 0.99])                          AS durations_us,
       max(max_memory_mb)                                                    AS used,
       max(memory_mb)                                                        AS limit_mb,
       count(*) FILTER (cold_start)                                          AS cold,
       count(*) FILTER (cold_start IS FALSE)                                 AS warm
FROM invocations
WHERE resource = $resource AND start_us IS NOT NULL
GROUP BY 1
ORDER BY 1
"""


class _Span(Struct, frozen=True):
    resource: str
    first_us: int
    last_us: int


class _Bucket(Struct, frozen=True):
    time_us: int
    ok: int
    error: int
    timeout: int
    oom: int
    crash: int
    init_failure: int
    unknown: int
    durations_us: list[int] | None
    used: int | None
    limit_mb: int | None
    cold: int
    warm: int

    @property
    def p50(self) -> float | None:
        """Half take less, ms."""
        return self.durations_us[0] / 1000 if self.durations_us else None

    @property
    def p90(self) -> float | None:
        """One in ten takes longer, ms."""
        return self.durations_us[1] / 1000 if self.durations_us else None

    @property
    def p99(self) -> float | None:
        """One in a hundred takes longer, ms."""
        return self.durations_us[2] / 1000 if self.durations_us else None


CHARTS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "outcomes",
        {s: s for s in ("ok", "error", "timeout", "oom", "crash", "init_failure", "unknown")},
    ),
    ("latency_ms", {"p50": "p50", "p90": "p90", "p99": "p99"}),
    ("memory_mb", {"used": "used", "limit": "limit_mb"}),
    ("cold_starts", {"cold": "cold", "warm": "warm"}),
)


def series(case: Case) -> tuple[Series, ...]:
    """Outcomes, latency, memory and cold starts over time, per function."""
    drawn: list[Series] = []
    for span in list(case.rows(RESOURCES, _Span))[:MOST_RESOURCES]:
        width = max(SHORTEST_US, (span.last_us - span.first_us) // POINTS + 1)
        found = case.rows(
            BUCKETS, _Bucket, resource=span.resource, first=span.first_us, width=width
        )
        buckets = list(found)
        for chart, lines in CHARTS:
            drawn.append(
                Series(
                    resource=span.resource,
                    chart=chart,  # type: ignore[arg-type]  # the names above are the contract's
                    time=tuple(rfc3339(b.time_us) for b in buckets),
                    values={
                        name: tuple(_number(getattr(b, column)) for b in buckets)
                        for name, column in lines.items()
                    },
                )
            )
    return tuple(drawn)


def _number(value: float | None) -> float | None:
    return None if value is None else round(float(value), 3)
