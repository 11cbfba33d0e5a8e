"""Consumers that fall behind their stream."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.catching_up import is_over
from lambda_triage.checks.check import check
from lambda_triage.checks.series import levels
from lambda_triage.evidence.documents import Mapping
from lambda_triage.findings import Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series

BEHIND_MS = 60_000  # IteratorAge is in ms; 60 s are our choice

SHARD = re.compile(r"/shardId-[0-9]+$")


@check(
    id="streams/iterator-age",
    title="The stream is read too slowly",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("metrics",),
)
def iterator_age(scene: Scene) -> Iterator[Finding]:
    mappings = scene.case.documents(Mapping)
    windows = {scene.key(m.function): m.window_s or 0 for m in mappings if m.function}
    for resource, series in _ages(scene):
        least_ms = BEHIND_MS + 1000 * windows.get(scene.key(resource), 0)
        if series.peak < least_ms:
            continue
        over = is_over(series.points, least_ms)
        text = f"records waited up to {series.peak / 1000:.0f} s, at last {series.last / 1000:.0f}"
        onset = series.first_us(least_ms)
        yield Finding(
            resource=resource,
            summary=f"The function {'fell' if over else 'falls'} behind its stream: {text} s",
            citations=(series.citation(f"IteratorAge: {series.peak:.0f} ms", onset),),
            symptom="lag",
            opens=not over,
            role=Role.RISK if over else Role.SYMPTOM,
            invocations=1,
            by_status=(("lag", 1),),
            onset_us=onset,
            remedies=(
                Manual(
                    "See whether one batch fails for ever, whether invocations are refused and"
                    " whether they became slower; else let more batches run at once",
                    "why it falls behind is told by errors, throttles and durations",
                ),
            ),
        )


def _ages(scene: Scene) -> list[tuple[str, Series]]:
    """The longest wait of any shard, by function."""
    held: dict[str, dict[int, float]] = {}
    first: dict[str, Series] = {}
    for series in levels(scene, "IteratorAge") + levels(scene, "IteratorAgeMilliseconds"):
        resource = SHARD.sub("", series.resource)
        first.setdefault(resource, series)
        points = held.setdefault(resource, {})
        for time_us, value in series.points:
            points[time_us] = max(value, points.get(time_us, 0.0))
    return [
        (resource, replace(first[resource], points=tuple(sorted(held[resource].items()))))
        for resource in sorted(held)
    ]
