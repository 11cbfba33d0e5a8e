"""Functions whose logs cost more than they should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.less_log import less_log
from lambda_triage.evidence.place import Place
from lambda_triage.facts.prices import duration_usd, logs_usd, per_million
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

LARGE = 10_000  # bytes of log per invocation; our choice
PLATFORM = 1_000  # bytes: START, END, REPORT and a few lines more are not too much at any price

# Points of the same periods, so that both sums are about the same invocations.
VOLUME = """
SELECT b.resource, CAST(sum(b.value) AS BIGINT) AS bytes, CAST(sum(c.value) AS BIGINT) AS calls,
       min(b.input) AS input,
       (SELECT mb_ms // billed FROM bills AS x WHERE x.resource = b.resource) AS mb_ms
FROM metrics AS b
JOIN metrics AS c ON c.resource = b.resource AND c.time_us = b.time_us
WHERE b.metric = 'IncomingBytes' AND coalesce(b.statistic, 'Sum') = 'Sum'
  AND c.metric = 'Invocations' AND coalesce(c.statistic, 'Sum') = 'Sum'
GROUP BY b.resource
HAVING calls > 0
ORDER BY b.resource
"""


class _Volume(Struct, frozen=True):
    resource: str
    bytes: int
    calls: int
    input: int
    mb_ms: int | None


@check(
    id="observability/log-volume",
    title="The log is a large part of the cost",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "metrics"),
    cause="log_cost",
)
def log_volume(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(VOLUME, _Volume):
        function = scene.function(row.resource)
        each = row.bytes // row.calls
        logs = logs_usd(row.bytes)
        architecture = function.architecture if function else None
        runs = duration_usd(row.mb_ms, architecture) if row.mb_ms else None
        dearer = runs is not None and logs > runs * row.calls
        if each <= PLATFORM or (each <= LARGE and not dearer):
            continue
        text = f"{each} bytes of log per invocation: {per_million(logs, row.calls)} per million"
        if runs is not None:
            text += f", their duration costs {per_million(runs, 1)}"
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(Citation(place=Place(row.input, metric="IncomingBytes"), text=text),),
            cause="log_cost",
            invocations=row.calls,
            remedies=less_log(function),
        )
