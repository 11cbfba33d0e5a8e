"""Functions whose time-out is many times what any invocation takes."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

TIMES = 10  # the p99; our choice
FROM_S = 60  # time-outs below do little harm; our choice
FEWEST = 20  # invocations that must have been seen
ROOM = 2  # times the p99, and 1.5 times the slowest, are kept
LEAST_S = 3  # Lambda's own default

SEEN = """
SELECT ok, ok_p99_us, ok_max_us FROM outcomes
WHERE resource = $resource AND timeouts = 0 AND ok >= $fewest
"""


class _Seen(Struct, frozen=True):
    ok: int
    ok_p99_us: int | None
    ok_max_us: int | None


@check(
    id="timeouts/far-above-need",
    title="The time-out is far above what invocations take",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "invocations"),
)
def far_above_need(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        limit = function.timeout_s or 0
        if limit < FROM_S or function.durable:
            continue
        for row in scene.case.rows(SEEN, _Seen, resource=function.resource, fewest=FEWEST):
            p99, slowest = (row.ok_p99_us or 0) / 1e6, (row.ok_max_us or 0) / 1e6
            enough = max(LEAST_S, ceil(ROOM * p99), ceil(1.5 * slowest))
            if p99 and limit >= TIMES * p99 and 2 * enough <= limit:
                text = (
                    f"Timeout is {limit} s, the p99 of {row.ok} invocations {p99:.1f} s and the"
                    f" slowest {slowest:.1f} s"
                )
                place = Place(function.input, path=f"{function.path}Timeout")
                yield Finding(
                    resource=function.resource,
                    summary=text,
                    citations=(Citation(place=place, text=text),),
                    invocations=row.ok,
                    remedies=(
                        SetProperty(
                            "Timeout",
                            enough,
                            f"Lower the time-out to {enough} s: none of {row.ok} recorded"
                            " invocations would have met it",
                            "work that is rare and long may not be in the evidence",
                        ),
                    ),
                )
