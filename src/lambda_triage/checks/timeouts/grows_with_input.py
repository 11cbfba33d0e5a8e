"""Functions that take the longer the more they receive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, EditCode, Finding, Role, Severity
from lambda_triage.statistics.mann_kendall import mann_kendall
from lambda_triage.statistics.theil_sen import theil_sen_slope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Remedy

# Kendall's 0.5 is where Spearman's is 0.7 (bivariate normal; Kendall 1970); that is our choice
CORRELATED = 0.5
SURE = 0.01  # two-sided p
FEWEST = 20  # invocations that must have been measured
SPREAD = 2  # the largest input is at least so many times the smallest
NEAR = 0.5  # of the time-out, that the slowest took: below it size is no risk

SERIES = """
SELECT resource, rx_bytes, durations_us, input, line
FROM usage_series
WHERE len(rx_bytes) >= $fewest
  AND list_max(rx_bytes) >= $spread * greatest(1, list_min(rx_bytes))
ORDER BY resource
"""


class _Series(Struct, frozen=True):
    resource: str
    rx_bytes: list[int]
    durations_us: list[int]
    input: int
    line: int


@check(
    id="timeouts/grows-with-input",
    title="The more it receives, the nearer the time-out",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "usage"),
)
def grows_with_input(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(SERIES, _Series, fewest=FEWEST, spread=SPREAD):
        function = scene.function(row.resource)
        limit = function.timeout_s if function else None
        slowest = max(row.durations_us)
        if not limit or slowest < NEAR * limit * 1e6:
            continue
        trend = mann_kendall(row.rx_bytes, row.durations_us)
        slope = theil_sen_slope(row.rx_bytes, row.durations_us) or 0.0
        if trend.tau >= CORRELATED and trend.p < SURE and slope > 0:
            text = (
                f"Duration grows with the bytes received (Kendall's tau {trend.tau:.2f}):"
                f" {slope:.2f} s for each MB, {slowest / 1e6:.1f} of {limit} s"
                " are reached"
            )
            yield Finding(
                resource=row.resource,
                summary=text,
                citations=(Citation(place=Place(row.input, line=row.line), text=text),),
                invocations=len(row.rx_bytes),
                remedies=_fix(scene, row.resource, limit, slowest),
            )


def _fix(scene: Scene, resource: str, limit: int, slowest: int) -> tuple[Remedy, ...]:
    batched = [m for m in scene.mappings(resource) if m.batch_size and m.batch_size > 1 and m.uuid]
    if not batched:
        return (EditCode("Split large input into parts, one invocation each"),)
    found = batched[0]
    size = found.batch_size or 1
    less = max(1, int(size * NEAR * limit * 1e6 / slowest))
    argv = ("aws", "lambda", "update-event-source-mapping", "--uuid", str(found.uuid))
    return (
        Command(
            (*argv, "--batch-size", str(less)),
            f"Lower BatchSize from {size} to {less}: the largest then takes half the time-out",
            "more invocations for the same records",
        ),
    )
