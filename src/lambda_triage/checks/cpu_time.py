"""CPU time of one invocation before and after a time, as Lambda Insights reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.evidence.case import Case

METRIC = "cpu_total_time"
FEWEST = 3  # measurements on either side

MEDIANS = """
SELECT resource,
       quantile_disc(value, 0.5) FILTER (time_us < $onset)   AS before_ms,
       quantile_disc(value, 0.5) FILTER (time_us >= $onset)  AS after_ms,
       min(input)                                             AS input
FROM metrics
WHERE contains(metric, $metric)  -- all of a label that names no metric in capitals
  AND coalesce(statistic, 'Average') NOT IN ('Sum', 'SampleCount')
GROUP BY resource
HAVING count(*) FILTER (time_us < $onset) >= $fewest
   AND count(*) FILTER (time_us >= $onset) >= $fewest
ORDER BY resource
"""


class CpuTime(Struct, frozen=True):
    """Medians of one function, in ms."""

    resource: str
    before_ms: float
    after_ms: float
    input: int

    @property
    def text(self) -> str:
        """Both, in words."""
        return f"CPU time was {self.before_ms:.0f} ms and is {self.after_ms:.0f} ms"

    @property
    def citation(self) -> Citation:
        """The metric that says it."""
        return Citation(place=Place(self.input, metric=METRIC), text=self.text)


def cpu_times(case: Case, onset_us: int) -> Iterator[CpuTime]:
    """Every function that is measured often enough on both sides of *onset_us*."""
    return case.rows(MEDIANS, CpuTime, onset=onset_us, metric=METRIC, fewest=FEWEST)
