"""Functions that take longer and compute no more than before: they wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.shift import slower
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.shift import Shift

GREW = 0.2  # of the rise of the durations, up to which the CPU had no part in it (our choice)
FEWEST = 3  # measurements on either side

# What Lambda Insights reports as a metric: CPU time of one invocation, in ms.
COMPUTED = """
SELECT resource,
       quantile_disc(value, 0.5) FILTER (time_us < $onset)   AS before_ms,
       quantile_disc(value, 0.5) FILTER (time_us >= $onset)  AS after_ms,
       min(input)                                             AS input
FROM metrics
WHERE contains(metric, 'cpu_total_time')  -- all of a label that names no metric in capitals
  AND coalesce(statistic, 'Average') NOT IN ('Sum', 'SampleCount')
GROUP BY resource
HAVING count(*) FILTER (time_us < $onset) >= $fewest
   AND count(*) FILTER (time_us >= $onset) >= $fewest
ORDER BY resource
"""


class _Computed(Struct, frozen=True):
    resource: str
    before_ms: float
    after_ms: float
    input: int


@check(
    id="downstream/waits-longer",
    title="The function waits longer and computes no more",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
    cause="slow_downstream",
)
def waits_longer(scene: Scene) -> Iterator[Finding]:
    for shift in slower(scene):
        for row in scene.case.rows(COMPUTED, _Computed, onset=shift.onset_us, fewest=FEWEST):
            rise_ms = (shift.after_us - shift.before_us) / 1000
            flat = row.after_ms - row.before_ms <= GREW * rise_ms
            if scene.key(row.resource) == shift.resource and flat:
                yield _finding(shift, row)


def _finding(shift: Shift, row: _Computed) -> Finding:
    text = f"CPU time was {row.before_ms:.0f} ms and is {row.after_ms:.0f} ms"
    return Finding(
        resource=shift.resource,
        summary=f"Durations rose from {shift.before_us / 1000:.0f} to"
        f" {shift.after_us / 1000:.0f} ms ({shift.statistic}), and that is waiting: {text}",
        citations=(
            Citation(place=Place(row.input, metric="cpu_total_time"), text=text),
            shift.citation,
        ),
        cause="slow_downstream",
        weight=STRONG,
        explains=("slow",),
        onset_us=shift.onset_us,
        remedies=(
            EditCode(
                "Log how long each call to another service takes, or trace them with X-Ray: one of"
                " them has become slow; give it a time-out of its own"
            ),
        ),
    )
