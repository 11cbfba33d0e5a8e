"""Functions whose first invocation does work that belongs into the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.nobody_waits import nobody_waits
from lambda_triage.checks.signature import HINT, STRONG
from lambda_triage.findings import Citation, EditCode, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.findings import Remedy

TIMES = 5  # as long as a warm invocation; our choice
WORTH_US = 500_000  # difference that a caller notices: half a second
FEWEST_COLD, FEWEST_WARM = 3, 5
STALLS_US = 3_000_000  # from which callers are held up, not only slowed, as init/slow-start has it
MANY = 0.2  # of the invocations that are first ones (our choice)

FIRST = """
SELECT resource, cold, warm, cold_p50_us, warm_p50_us
FROM cold_and_warm
WHERE cold >= $cold AND warm >= $warm
  AND cold_p50_us > $times * warm_p50_us AND cold_p50_us - warm_p50_us >= $worth
ORDER BY resource
"""


class _First(Struct, frozen=True):
    resource: str
    cold: int
    warm: int
    cold_p50_us: int
    warm_p50_us: int


@check(
    id="init/slow-first-request",
    title="The first request of an environment is slow",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="cold_start_init",
)
def slow_first_request(scene: Scene) -> Iterator[Finding]:
    limits = {"cold": FEWEST_COLD, "warm": FEWEST_WARM, "times": TIMES, "worth": WORTH_US}
    for row in scene.case.rows(FIRST, _First, **limits):
        text = (
            f"First requests take {row.cold_p50_us / 1e6:.1f} s after init (median of {row.cold}),"
            f" later ones {row.warm_p50_us / 1e6:.2f} s (median of {row.warm})"
        )
        hurts = _hurts(row) and not nobody_waits(scene, row.resource)
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(Citation(text=text),),
            cause="cold_start_init",
            weight=STRONG if hurts else HINT,
            symptom="slow_start",
            opens=hurts,
            role=Role.SYMPTOM if hurts else Role.RISK,
            by_status=(("slow_start", row.cold),) if hurts else (),
            invocations=row.cold,
            impact=f"{row.cold} of {row.cold + row.warm} invocations",
            remedies=_fix(scene.function(row.resource)),
        )


def _hurts(row: _First) -> bool:
    more = row.cold_p50_us - row.warm_p50_us
    return more >= STALLS_US and row.cold >= MANY * (row.cold + row.warm)


def _fix(function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    fixes: list[Remedy] = [
        EditCode(
            "Do in init what the first request does: make clients, open connections, load models"
            " and run the code path once; init has full CPU and is done once per environment"
        )
    ]
    runtime = (function.runtime or "") if function else ""
    if runtime.startswith(("java", "dotnet")) and function and not function.is_image:
        fixes.append(
            SetProperty(
                "SnapStart",
                "PublishedVersions",
                "Snapshot the warmed-up process: call the handler once before the checkpoint",
                "state made during init is shared by all copies of the snapshot",
            )
        )
    return tuple(fixes)
