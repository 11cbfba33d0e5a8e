"""Cold starts that take longer since a version or a change."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity
from lambda_triage.statistics.mann_kendall import mann_kendall
from lambda_triage.statistics.quantile import quantile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

SLOWER = 1.3  # times the median before; our choice
WORTH_US = 100_000  # and by at least 100 ms: less is not worth a search
SURE = 0.01  # two-sided p; our choice
FEWEST = 8  # cold starts on either side, from which the test's approximation is good

SERIES = """
SELECT resource, times_us, inits_us, inputs, lines FROM init_series
WHERE len(inits_us) >= $fewest ORDER BY resource
"""
# Every version after the first, and every recorded change of code or configuration.
CHANGED = """
SELECT time_us, told FROM (
    SELECT first_us AS time_us, 'version ' || version AS told
    FROM versions
    WHERE resource = $resource AND version <> '$LATEST'
    QUALIFY row_number() OVER (ORDER BY first_us, version) > 1
    UNION ALL
    SELECT time_us, 'the change of its ' || kind FROM changes
    WHERE resource = $resource AND kind IN ('code', 'configuration', 'runtime', 'layer')
)
WHERE time_us IS NOT NULL
ORDER BY time_us, told
"""


class _Series(Struct, frozen=True):
    resource: str
    times_us: list[int]
    inits_us: list[int]
    inputs: list[int]
    lines: list[int]


class _Changed(Struct, frozen=True):
    time_us: int
    told: str


@check(
    id="init/slower-since-change",
    title="Cold starts take longer since a change",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="deploy_regression",
)
def slower_since_change(scene: Scene) -> Iterator[Finding]:
    for series in scene.case.rows(SERIES, _Series, fewest=2 * FEWEST):
        changes = list(scene.case.rows(CHANGED, _Changed, resource=series.resource))
        cuts = [bisect_left(series.times_us, change.time_us) for change in changes]
        edges = [0, *cuts, len(series.inits_us)]
        for n, change in enumerate(changes):
            before = series.inits_us[edges[n] : edges[n + 1]]
            after = series.inits_us[edges[n + 1] : edges[n + 2]]
            if _slower(before, after):
                yield _finding(series, edges[n + 1], change, before, after)


def _slower(before: list[int], after: list[int]) -> bool:
    if min(len(before), len(after)) < FEWEST:
        return False
    was, now = quantile(before, 500) or 0, quantile(after, 500) or 0
    if now < SLOWER * was or now - was < WORTH_US:
        return False
    # Kendall's test against a time of two values is the Mann-Whitney test, ties included.
    trend = mann_kendall([0] * len(before) + [1] * len(after), before + after)
    return trend.s > 0 and trend.p < SURE


def _finding(
    series: _Series, at: int, change: _Changed, before: list[int], after: list[int]
) -> Finding:
    was, now = quantile(before, 500) or 0, quantile(after, 500) or 0
    text = (
        f"Init takes {now / 1e6:.2f} s (median of {len(after)}) since {change.told},"
        f" before it {was / 1e6:.2f} s (median of {len(before)})"
    )
    return Finding(
        resource=series.resource,
        summary=text,
        key=change.told,
        citations=(
            Citation(
                place=Place(series.inputs[at], line=series.lines[at]),
                text=f"Init Duration: {series.inits_us[at] / 1000:.2f} ms",
                time_us=series.times_us[at],
            ),
        ),
        cause="deploy_regression",
        weight=STRONG,
        invocations=len(after),
        onset_us=change.time_us,
        impact=f"{len(after)} cold starts",
        remedies=(
            EditCode(
                "Compare the packages and layers before and after it; load what is new only where"
                " a request needs it"
            ),
        ),
    )
