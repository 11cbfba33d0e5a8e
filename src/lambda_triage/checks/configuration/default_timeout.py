"""Functions that were left with the default time-out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

DEFAULT_S = 3  # CreateFunction, Timeout (Lambda API reference, 2026)
TRY_S = 10
ENOUGH = 20  # invocations that show what the function needs; our choice
QUICK_US = 1_000_000  # a third of the limit: with room for a cold start and a slow answer
LONGEST = """
SELECT count(*) AS ended, max(duration_us) AS longest_us
FROM invocations WHERE resource = $resource AND duration_us IS NOT NULL
"""


class _Longest(Struct, frozen=True):
    ended: int
    longest_us: int | None


@check(
    id="configuration/default-timeout",
    title="The time-out is left at its default",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
)
def default_timeout(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        if function.timeout_s != DEFAULT_S:
            continue
        seen = next(scene.case.rows(LONGEST, _Longest, resource=function.resource))
        if seen.ended >= ENOUGH and (seen.longest_us or 0) < QUICK_US:
            continue
        text = f"Timeout is {DEFAULT_S} s, the default"
        longest = f"; the longest run took {seen.longest_us / 1e6:.1f} s" if seen.longest_us else ""
        place = Place(function.input, path=f"{function.path}Timeout")
        yield Finding(
            resource=function.resource,
            summary=f"A slow start or a slow answer ends the invocation: {text}{longest}",
            citations=(Citation(place=place, text=text),),
            remedies=(
                SetProperty(
                    "Timeout",
                    TRY_S,
                    f"Set {TRY_S} s, then about three times the p99 that the log shows",
                    "a call that hangs is billed for longer",
                ),
            ),
        )
