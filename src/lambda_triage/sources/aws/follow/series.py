"""Series of CloudWatch metrics that are wanted of a resource → calls of GetMetricData."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.times import rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.scope import Scope

OPERATION = "cloudwatch.GetMetricData"
# CloudWatch API reference, GetMetricData, 2026.
MOST_QUERIES, MOST_POINTS = 500, 100_800  # of one call
DAY_S = 86_400
KEPT = ((15 * DAY_S, 60), (63 * DAY_S, 300), (455 * DAY_S, 3600))  # age in s, finest period in s
PERIODS = ((3 * 3600, 60), (2 * DAY_S, 300), (15 * DAY_S, 900))  # window in s, period; our choice
LONGEST_S = 3600
LAST_MS = 253_402_300_799_000  # the year 9999
LONGEST_VALUE = 1_024  # characters of a dimension's value


class Series(Struct, frozen=True):
    """Metrics of one resource.

    key         which the evidence has the points under: an ARN, or `?:name`
    dimensions  names and values, all that the service publishes the metric with
    measures    `Metric Statistic …` each
    prefix      before the metric's name in the evidence, where a name would mean something else
    """

    key: str
    namespace: str
    dimensions: tuple[tuple[str, str], ...]
    measures: tuple[str, ...]
    prefix: str = ""


def ask(about: str, scope: Scope, series: Sequence[Series]) -> Iterator[Want]:
    """The calls for all of *series*; the label of each query says what its points are of.

    about  name of the resource, for the file's name
    """
    window = period_of(scope)
    if window is None:
        return
    start_s, end_s, period_s = window
    queries = [query for one in series if _is_sound(one) for query in _queries(one, period_s)]
    points = max(1, (end_s - start_s) // period_s)
    most = max(1, min(MOST_QUERIES, MOST_POINTS // points))
    for at in range(0, len(queries), most):
        numbered: list[Json] = [{"Id": f"m{n}", **q} for n, q in enumerate(queries[at : at + most])]
        yield Want.of(
            OPERATION,
            about,
            MetricDataQueries=numbered,
            StartTime=rfc3339(start_s * 1_000_000),
            EndTime=rfc3339(end_s * 1_000_000),
            ScanBy="TimestampAscending",
        )


def period_of(scope: Scope) -> tuple[int, int, int] | None:
    """Start and end on whole periods, and the period, in seconds; None for no window at all.

    As fine as CloudWatch keeps points of the window's age, which is told from its end, and so
    coarse that a chart of it has some hundred points.
    """
    if not 0 <= scope.start_ms < scope.end_ms <= LAST_MS:
        return None
    length_s = (scope.end_ms - scope.start_ms) // 1000
    kept_s = next((period for age, period in KEPT if length_s <= age), LONGEST_S)
    told_s = next((period for length, period in PERIODS if length_s <= length), LONGEST_S)
    period_s = max(kept_s, told_s)
    start_s = scope.start_ms // 1000 // period_s * period_s
    end_s = -(-scope.end_ms // (1000 * period_s)) * period_s
    oldest_s = end_s - KEPT[-1][0]
    return max(start_s, oldest_s // period_s * period_s), end_s, period_s


def _is_sound(series: Series) -> bool:
    """Whether CloudWatch takes it: `${…}` in a label would be replaced."""
    values = [value for _, value in series.dimensions]
    told = all(0 < len(v) <= LONGEST_VALUE and v.isascii() and v.isprintable() for v in values)
    return told and "${" not in series.key


def _queries(series: Series, period_s: int) -> Iterator[dict[str, Json]]:
    named: list[Json] = [{"Name": name, "Value": value} for name, value in series.dimensions]
    for measure in series.measures:
        metric, *statistics = measure.split()
        for statistic in statistics:
            yield {
                "Label": f"{series.key} {series.prefix}{metric} {statistic}",
                "MetricStat": {
                    "Metric": {
                        "Namespace": series.namespace,
                        "MetricName": metric,
                        "Dimensions": named,
                    },
                    "Period": period_s,
                    "Stat": statistic,
                },
            }
