"""Extensions that keep an environment busy after the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, SetEnvironment, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.findings import Remedy

LONG_MS = 100  # of p95, or of the average where no p95 was read; our choice
SHARE = 0.2  # of Duration; our choice
LEAST_MS = 20  # a share of a short invocation is not worth a change

# The middle of the periods: exact, and indifferent to one slow deployment.
AFTER = """
WITH points AS (
    SELECT resource, metric, statistic, value, input FROM metrics
    WHERE metric IN ('PostRuntimeExtensionsDuration', 'Duration')
      AND coalesce(statistic, 'Average') IN ('Average', 'p95')
)
SELECT resource,
       quantile_disc(value, 0.5) FILTER (metric <> 'Duration' AND statistic = 'p95')  AS p95_ms,
       quantile_disc(value, 0.5) FILTER (metric <> 'Duration'
           AND coalesce(statistic, 'Average') = 'Average')                            AS mean_ms,
       quantile_disc(value, 0.5) FILTER (metric = 'Duration'
           AND coalesce(statistic, 'Average') = 'Average')                            AS whole_ms,
       min(input) FILTER (metric <> 'Duration')                                       AS input
FROM points
GROUP BY resource
HAVING input IS NOT NULL
ORDER BY resource
"""


class _After(Struct, frozen=True):
    resource: str
    p95_ms: float | None
    mean_ms: float | None
    whole_ms: float | None
    input: int


@check(
    id="cost/extension-after-response",
    title="Extensions run on after the answer",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
)
def extension_after_response(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(AFTER, _After):
        told = _told(row)
        if told:
            yield Finding(
                resource=row.resource,
                summary=f"Extensions work on after the answer: {told}",
                citations=(
                    Citation(
                        place=Place(row.input, metric="PostRuntimeExtensionsDuration"), text=told
                    ),
                ),
                remedies=_fix(scene.function(row.resource)),
            )


def _told(row: _After) -> str | None:
    """What of it is too much; None where nothing is."""
    if row.mean_ms and row.whole_ms and row.mean_ms >= max(LEAST_MS, SHARE * row.whole_ms):
        return f"{row.mean_ms:.0f} ms on average, Duration is {row.whole_ms:.0f} ms"
    if row.p95_ms and row.p95_ms > LONG_MS:
        return f"{row.p95_ms:.0f} ms (p95)"
    if row.p95_ms is None and row.mean_ms and row.mean_ms > LONG_MS:
        return f"{row.mean_ms:.0f} ms on average"
    return None


def _fix(function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    layers = (function.layers or ()) if function else ()
    if any(":layer:Datadog-Extension" in layer for layer in layers):
        told = "Send telemetry every 60 s instead of at the end of each invocation"
        return (SetEnvironment("DD_SERVERLESS_FLUSH_STRATEGY", "periodically,60000", told),)
    return (
        Manual(
            "Let the extension buffer and send in the background, or leave it out",
            "which setting does that depends on the extension",
        ),
    )
