"""Functions whose slowest successful invocations come close to the time-out."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.findings import Remedy

NEAR = 0.8  # p99 as a share of the time-out; our choice
LONGEST_S = 900  # Lambda quotas, function time-out, 2026
MANAGED_S = 5_400  # on Managed Instances, for asynchronous events and mappings (Lambda API, 2026)

SLOWEST = """
SELECT ok, ok_p99_us FROM outcomes WHERE resource = $resource AND timeouts = 0
"""


class _Slowest(Struct, frozen=True):
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
                text = f"Timeout is {limit} s, and the p99 of {row.ok} invocations {seconds:.1f} s"
                place = Place(function.input, path=f"{function.path}Timeout")
                yield Finding(
                    resource=function.resource,
                    summary=text,
                    citations=(Citation(place=place, text=text),),
                    invocations=row.ok,
                    remedies=(_fix(function, limit, ceil(2 * seconds)),),
                )


def _fix(function: FunctionConfiguration, limit: int, wanted: int) -> Remedy:
    longer = min(MANAGED_S if function.capacity_provider else LONGEST_S, wanted)
    if longer > limit:
        return SetProperty("Timeout", longer, f"Raise the time-out to {longer} s")
    return EditCode(f"Take less work with one invocation: {limit} s is the longest time-out")
