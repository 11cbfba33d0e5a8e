"""Functions whose slowest successful invocations come close to the time-out."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

NEAR = 0.8  # p99 as a share of the time-out; checks row TMO-002
LONGEST_S = 900  # Lambda quotas, function time-out, 2026

SLOWEST = """
SELECT ok, ok_p99_us FROM outcomes WHERE resource = $resource AND timeouts = 0
"""


@dataclass(frozen=True, slots=True)
class _Slowest:
    ok: int
    ok_p99_us: int | None


@check(
    id="timeouts/near-limit",
    title="Invocations come close to the time-out",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "invocations"),
)
def near_limit(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        limit = function.timeout_s
        for row in scene.case.rows(SLOWEST, _Slowest, resource=function.resource):
            if limit and row.ok_p99_us and row.ok_p99_us >= NEAR * limit * 1e6:
                seconds = row.ok_p99_us / 1e6
                longer = min(LONGEST_S, ceil(2 * seconds))
                text = f"Timeout is {limit} s, and the p99 of {row.ok} invocations {seconds:.1f} s"
                place = Place(function.input, path=f"{function.path}Timeout")
                yield Finding(
                    resource=function.resource,
                    summary=text,
                    citations=(Citation(place=place, text=text),),
                    invocations=row.ok,
                    remedies=(SetProperty("Timeout", longer, f"Raise the time-out to {longer} s"),),
                )
