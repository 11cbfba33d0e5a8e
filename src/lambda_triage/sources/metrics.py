"""Answers of GetMetricData and GetMetricStatistics → rows of `metrics`.

A label that a collection wrote, `<key> <Metric> <Statistic>` with an ARN or `?:name` as its key,
is taken at its word; one that a person wrote is searched for the names in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.naming import unqualified
from lambda_triage.evidence.tables import METRICS
from lambda_triage.sources.numbers import number
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.case import Case, Value

STATISTICS = ("Sum", "Average", "Maximum", "Minimum", "SampleCount")
PERCENTILE = re.compile(r"p\d{1,2}(?:\.\d+)?$")
WRITTEN = re.compile(
    r"(?P<key>(?:\?:|arn:)\S.*) (?P<metric>\S+)"
    r" (?P<statistic>Sum|Average|Maximum|Minimum|SampleCount|p\d{1,2}(?:\.\d+)?)"
)
WORD = re.compile(r"[A-Za-z][A-Za-z0-9.-]*|[45](?:XXError|xx)\b")
SHARD = re.compile(r"shardId-\d{1,20}")
NONE_IS_ZERO = "Invocations"
NUMBERED = re.compile(r"[45](?:XXError|xx)$")  # names of API Gateway's own, REST and HTTP


class _Label(Struct, frozen=True):
    """What a series is of; no metric where the label names none."""

    resource: str
    metric: str | None
    statistic: str | None


def read_metric_data(case: Case, body: Mapping[str, object], input: int) -> None:
    """Take every complete series; one that AWS refused or cut short becomes a gap."""
    results = body.get("MetricDataResults")
    for result in results if isinstance(results, list) else []:
        if not isinstance(result, dict):
            continue
        label = str(result.get("Label") or result.get("Id") or "metric")
        known = _read(case, label)
        status = result.get("StatusCode", "Complete")
        if status not in ("Complete", "PartialData"):
            case.miss("metrics", known.resource, f"{label}: CloudWatch answered {status}")
        case.add(METRICS, _points(result, known, label, input))
        if status == "Complete" and not result.get("Values") and known.metric == NONE_IS_ZERO:
            case.add(METRICS, [_none(known.resource, input)])


def read_metric_statistics(
    case: Case, body: Mapping[str, object], resource: str | None, input: int
) -> None:
    """Every statistic of one metric; the answer names the metric, and only its file a resource.

    resource  `?:name` as the file's name tells it, maybe with the metric behind it
    """
    label = str(body.get("Label") or "metric")
    points = body.get("Datapoints")
    key = _of_file(case, label, resource)
    rows: list[dict[str, Value]] = []
    for point in points if isinstance(points, list) else []:
        if not isinstance(point, dict) or (time_us := micros(point.get("Timestamp"))) is None:
            continue
        extended = point.get("ExtendedStatistics")
        told = {n: point.get(n) for n in STATISTICS} | (
            extended if isinstance(extended, dict) else {}
        )
        for statistic, value in told.items():
            if (known := number(value)) is not None:
                rows.append({
                    "resource": key, "metric": label, "statistic": str(statistic),
                    "time_us": time_us, "value": known, "input": input,
                })  # fmt: skip
    if label == NONE_IS_ZERO and points == []:
        rows.append(_none(key, input))
    case.add(METRICS, rows)


def _none(resource: str, input: int) -> dict[str, Value]:
    """CloudWatch keeps no points of nought of this metric: an answer without points says so."""
    return {"resource": resource, "metric": NONE_IS_ZERO, "statistic": None, "time_us": None,
            "value": 0.0, "input": input}  # fmt: skip


def _of_file(case: Case, label: str, resource: str | None) -> str:
    """`get-metric-statistics.orders-Throttles.json` is about `orders`."""
    if resource is None:
        return _resource(case, label)
    metric = re.compile(rf"[-_.]{re.escape(label)}$", re.IGNORECASE)
    name = metric.sub("", resource.removeprefix("?:"))
    own = [f.resource for f in case.functions if f.name == name]
    return own[0] if len(own) == 1 else f"?:{name}"


def _read(case: Case, label: str) -> _Label:
    written = WRITTEN.fullmatch(label)
    if written:
        return _Label(_own(case, written["key"]), written["metric"], written["statistic"])
    words = WORD.findall(label)
    statistic = next((w for w in words if w in STATISTICS or PERCENTILE.match(w)), None)
    return _Label(_resource(case, label), _metric(words), statistic)


def _own(case: Case, key: str) -> str:
    """The key as it was written; a bare name is that of the one function of this name."""
    if key.startswith("arn:"):
        return unqualified(key)
    own = {f.resource for f in case.functions if f.name == key[2:]}
    return next(iter(own)) if len(own) == 1 else key


def _points(
    result: Mapping[str, object], known: _Label, label: str, input: int
) -> Iterator[dict[str, Value]]:
    times, values = result.get("Timestamps"), result.get("Values")
    if not isinstance(times, list) or not isinstance(values, list):
        return
    for time, told in zip(times, values, strict=False):
        value, time_us = number(told), micros(time)
        if value is not None and time_us is not None:
            yield {
                "resource": known.resource,
                "metric": known.metric or label,
                "statistic": known.statistic,
                "time_us": time_us,
                "value": value,
                "input": input,
            }


def _metric(words: list[str]) -> str | None:
    """The metric's name: the last word in CloudWatch's capitals that is not a statistic."""
    named = [w for w in words if _is_name(w) and w not in STATISTICS]
    return named[-1] if named else None


def _is_name(word: str) -> bool:
    return word[0].isupper() or NUMBERED.match(word) is not None


def _resource(case: Case, label: str) -> str:
    """The function or other resource a label names; with one function at hand, that one."""
    for function in case.functions:
        if function.name and re.search(rf"(?<![\w-]){re.escape(function.name)}(?![\w-])", label):
            return function.resource
    words = label.split()
    if len(words) > 1 and not _is_name(words[0]):
        shard = SHARD.search(label)  # enhanced metrics of Kinesis, one series a shard
        part = f"/{shard[0]}" if shard and shard[0] != words[0] else ""
        return f"?:{words[0]}{part}"  # another resource: `nat-0123 ErrorPortAllocation Sum`
    return case.functions[0].resource if len(case.functions) == 1 else "?:unknown"
