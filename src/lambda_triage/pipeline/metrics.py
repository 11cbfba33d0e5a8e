"""What was measured, summarised: each metric's usual level, its recent one, and their ratio.

Three sources say it, and each value names its own: data points of CloudWatch, REPORT lines, and
Lambda Insights. The baseline is all before `split`, by default the first three quarters of the time
that the points of this source span.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import UsageError
from lambda_triage.sources.collect import collect
from lambda_triage.sources.times import rfc3339

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

# Every measured value as (source, resource, metric, statistic, unit, time, value).
POINTS = """
SELECT 'CloudWatch' AS source, resource, metric, statistic, NULL AS unit, time_us, value
FROM metrics WHERE value IS NOT NULL AND time_us IS NOT NULL
UNION ALL
SELECT 'REPORT', i.resource, m.metric, NULL, m.unit, coalesce(i.start_us, i.end_us), m.value
FROM invocations AS i,
     LATERAL (VALUES ('Duration', 'ms', CAST(i.duration_us AS DOUBLE) / 1000),
                     ('InitDuration', 'ms', CAST(i.init_us AS DOUBLE) / 1000),
                     ('MaxMemoryUsed', 'MB', CAST(i.max_memory_mb AS DOUBLE)),
                     ('Failed', 'share', CASE WHEN i.status = 'unknown' THEN NULL
                                              ELSE CAST(i.status <> 'ok' AS DOUBLE) END)
     ) AS m(metric, unit, value)
WHERE m.value IS NOT NULL
UNION ALL
SELECT 'Lambda Insights', u.resource, m.metric, NULL, m.unit, u.time_us, m.value
FROM usage AS u,
     LATERAL (VALUES ('used_memory_max', 'MB', CAST(u.memory_mb AS DOUBLE)),
                     ('cpu_total_time', 'ms', CAST(u.cpu_ms AS DOUBLE)),
                     ('fd_use', 'descriptors', CAST(u.descriptors AS DOUBLE)),
                     ('tmp_used', 'bytes', CAST(u.tmp_used AS DOUBLE))
     ) AS m(metric, unit, value)
WHERE m.value IS NOT NULL
"""
# Medians are of ranks, so that no sum depends on an order; a share is one of whole numbers.
LEVELS = f"""
WITH points AS ({POINTS}),
split AS (
    SELECT source, coalesce($split, min(time_us) + (max(time_us) - min(time_us)) // 4 * 3) AS at
    FROM points GROUP BY source
)
SELECT p.source, p.resource, p.metric, p.statistic, p.unit, count(*) AS points,
       min(p.time_us) AS first_us, max(p.time_us) AS last_us,
       min(p.value) AS least,
       CASE WHEN p.unit = 'share' THEN avg(p.value) ELSE quantile_disc(p.value, 0.5) END AS middle,
       max(p.value) AS most,
       CASE WHEN p.unit = 'share' THEN avg(p.value) FILTER (p.time_us < s.at)
            ELSE quantile_disc(p.value, 0.5) FILTER (p.time_us < s.at) END AS baseline,
       CASE WHEN p.unit = 'share' THEN avg(p.value) FILTER (p.time_us >= s.at)
            ELSE quantile_disc(p.value, 0.5) FILTER (p.time_us >= s.at) END AS recent
FROM points AS p JOIN split AS s USING (source)
GROUP BY p.source, p.resource, p.metric, p.statistic, p.unit
ORDER BY p.resource, p.source, p.metric, p.statistic NULLS FIRST
"""
DIGITS = 4  # of a value that is shown


class _Level(Struct, frozen=True):
    source: str
    resource: str
    metric: str
    statistic: str | None
    unit: str | None
    points: int
    first_us: int | None
    last_us: int | None
    least: float
    middle: float
    most: float
    baseline: float | None
    recent: float | None


class Level(Struct, frozen=True):
    """One metric of one resource; `ratio` is recent by baseline, None where either is unknown."""

    source: str
    resource: str
    metric: str
    statistic: str | None
    unit: str | None
    points: int
    start: str | None
    end: str | None
    minimum: float
    median: float
    maximum: float
    baseline: float | None
    recent: float | None
    ratio: float | None


def levels(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    split: str | None = None,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Level, ...]:
    """Every metric that the evidence in *paths* holds.

    split  time of a change, RFC 3339: what is before it is the baseline
    Raises InputError when a path does not exist, UsageError for a split that is no time.
    """
    at = None if split is None else _time_us(split)
    case, _ = collect(paths, (), stdin=stdin, threads=threads, progress=progress)
    with case:
        return tuple(_level(one) for one in case.rows(LEVELS, _Level, split=at))


def _time_us(text: str) -> int:
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"split {text[:40]!r} is no time; write 2026-11-20T08:00Z") from None
    return int((time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp() * 1_000_000)


def _level(one: _Level) -> Level:
    known = one.baseline is not None and one.recent is not None and one.baseline > 0
    return Level(
        source=one.source,
        resource=one.resource,
        metric=one.metric,
        statistic=one.statistic,
        unit=one.unit,
        points=one.points,
        start=None if one.first_us is None else rfc3339(one.first_us),
        end=None if one.last_us is None else rfc3339(one.last_us),
        minimum=round(one.least, DIGITS),
        median=round(one.middle, DIGITS),
        maximum=round(one.most, DIGITS),
        baseline=None if one.baseline is None else round(one.baseline, DIGITS),
        recent=None if one.recent is None else round(one.recent, DIGITS),
        ratio=round((one.recent or 0.0) / (one.baseline or 1.0), DIGITS) if known else None,
    )
