"""Streams of which one shard has most of the work."""

from __future__ import annotations

from collections import defaultdict
from statistics import median_low
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.series import counts, levels
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.documents import Mapping
from lambda_triage.evidence.naming import name
from lambda_triage.findings import EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series

TIMES = 10  # what one shard has over the middle one of the others; our choice
LEAST_AGE_MS = 60_000  # IteratorAge is in ms; our choice
SHARD = "/shardId-"
# Enhanced (shard-level) metrics (Kinesis guide, Monitoring with CloudWatch, 2026).
COUNTED, AGE = ("IncomingBytes", "IncomingRecords"), "IteratorAgeMilliseconds"


@check(
    id="streams/hot-shard",
    title="One shard has most of the work",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
    cause="kinesis_shard_throttle",
)
def hot_shard(scene: Scene) -> Iterator[Finding]:
    told: set[str] = set()
    for metric in (AGE, *COUNTED):
        shards: dict[str, list[tuple[float, Series]]] = defaultdict(list)
        for series in levels(scene, metric) if metric == AGE else counts(scene, metric):
            stream, _, shard = series.resource.partition(SHARD)
            if shard:
                amount = series.peak if metric == AGE else series.total
                shards[stream].append((amount, series))
        for stream, found in sorted(shards.items()):
            found.sort(key=lambda one: one[0])
            most, series = found[-1]
            others = median_low([amount for amount, _ in found[:-1]]) if len(found) > 1 else None
            small = others is None or most < TIMES * others or most <= 0
            if small or (metric == AGE and most < LEAST_AGE_MS) or stream in told:
                continue
            told.add(stream)
            for resource in _readers(scene, stream):
                yield _finding(resource, stream, series, most, others or 0.0)


def _readers(scene: Scene, stream: str) -> list[str]:
    """The functions that read the stream, else the stream itself."""
    mappings = [m for m in scene.case.documents(Mapping) if m.source and m.function]
    found = {scene.key(m.function or "") for m in mappings if name(m.source or "") == name(stream)}
    return sorted(found) or [stream]


def _finding(resource: str, stream: str, series: Series, most: float, others: float) -> Finding:
    shard = series.resource.rpartition("/")[2]
    text = (
        f"{series.metric} of {shard} is {most:,.0f}, of the middle one of the others {others:,.0f}"
    )
    return Finding(
        resource=resource,
        summary=f"More shards or readers will not help {name(stream)}, it has a hot shard: {text}",
        key=stream,
        citations=(series.citation(text, series.points[-1][0]),),
        cause="kinesis_shard_throttle",
        weight=HINT,
        explains=("lag", "throttle"),
        remedies=(
            EditCode(
                "Write with a partition key that has many values, or add a suffix to the one that"
                " is used most; splitting the shard helps only while its keys differ"
            ),
        ),
    )
