"""Durations that pile up where clients are known to give up."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity
from lambda_triage.statistics.clusters import CLIENT_TIMEOUTS_S, TOLERANCE_US, timeout_clusters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.statistics.clusters import Cluster

SHARE = 0.2  # of all invocations; our choice
FEWEST = 5  # invocations in the cluster
# 2 % of 5 s are TOLERANCE_US; below, 100 ms around a second are an ordinary spread.
WAITS_S = tuple(seconds for seconds in CLIENT_TIMEOUTS_S if seconds >= 5)
PEAK = 4  # times as dense as its neighbourhood: a wide distribution passes over any constant
MOSTLY = 0.8  # of those invocations log a connection that failed …
OFTEN = 0.5  # … and they are this share of all: no longer harmless, though none fails (our choice)
AROUND_US = 5 * TOLERANCE_US  # on either side

LONG = """
SELECT resource, ended, long, durations_us, inputs, lines
FROM long_durations
WHERE long >= $fewest AND long >= $share * ended
ORDER BY resource
"""


class _Long(Struct, frozen=True):
    resource: str
    ended: int
    long: int
    durations_us: list[int]
    inputs: list[int]
    lines: list[int]


@check(
    id="timeouts/client-gives-up",
    title="Durations pile up at a client's time-out",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="slow_downstream",
)
def client_gives_up(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(LONG, _Long, fewest=FEWEST, share=SHARE):
        function = scene.function(row.resource)
        limit = function.timeout_s if function else None
        for cluster in timeout_clusters(row.durations_us, timeouts_s=WAITS_S):
            hit = round(cluster.share * row.long)
            if hit >= max(FEWEST, SHARE * row.ended) and cluster.seconds != limit:
                if _is_peak(row.durations_us, cluster):
                    failed = _logged(scene, row.resource) >= MOSTLY * hit >= OFTEN * row.ended
                    yield _finding(row, cluster, hit, failed)
                break


def _logged(scene: Scene, resource: str) -> int:
    """Invocations that log a connection which failed, by the most frequent of its messages."""
    names = (name for name in scene.present() if name.startswith("network/"))
    found = (s.invocations for s in scene.signals(*sorted(names)) if s.resource == resource)
    return max(found, default=0)


def _within(values: list[int], low: int, high: int) -> int:
    return bisect_left(values, high + 1) - bisect_left(values, low)


def _is_peak(values: list[int], cluster: Cluster) -> bool:
    """Whether it stands out of what lies half a second around it."""
    centre = cluster.seconds * 1_000_000
    inside = _within(values, centre - TOLERANCE_US, centre + TOLERANCE_US)
    outside = _within(values, centre - AROUND_US, centre + AROUND_US) - inside
    return inside * (AROUND_US - TOLERANCE_US) >= PEAK * outside * TOLERANCE_US


def _finding(row: _Long, cluster: Cluster, hit: int, failed: bool) -> Finding:
    at = bisect_left(row.durations_us, cluster.seconds * 1_000_000 - TOLERANCE_US)
    text = f"{hit} of {row.ended} invocations take {cluster.seconds} s, give or take 0.1 s"
    return Finding(
        resource=row.resource,
        summary=f"{text}: a client gives up then"
        + (", and the function goes on without the answer" if failed else ""),
        key=str(cluster.seconds),
        citations=(
            Citation(
                place=Place(row.inputs[at], line=row.lines[at]),
                text=f"Duration: {row.durations_us[at] / 1000:.2f} ms",
            ),
        ),
        cause="slow_downstream",
        weight=STRONG,
        symptom="slow",
        opens=failed,
        role=Role.SYMPTOM if failed else Role.RISK,
        by_status=(("slow", hit),),
        invocations=hit,
        impact=f"{hit} of {row.ended} invocations",
        remedies=(
            EditCode(
                f"Find the call whose time-out is {cluster.seconds} s and log its errors; set its"
                " time-out near the callee's p99, and decide what happens without the answer"
            ),
        ),
    )
