"""Functions that hardly ever get past their start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

FEWEST = 3  # failed starts; our choice

LOOPS = """
SELECT resource, init_failures, ok, first_us
FROM outcomes
WHERE init_failures >= $fewest AND init_failures > ok
ORDER BY resource
"""


class _Loop(Struct, frozen=True):
    resource: str
    init_failures: int
    ok: int
    first_us: int | None


@check(
    id="crashes/start-loop",
    title="The start fails again and again",
    severity=Severity.CRITICAL,
    role=Role.CONTEXT,
    since="0.1",
    reads=("invocations",),
)
def start_loop(scene: Scene) -> Iterator[Finding]:
    for loop in scene.case.rows(LOOPS, _Loop, fewest=FEWEST):
        text = f"{loop.init_failures} starts failed, and {loop.ok} invocations succeeded"
        yield Finding(
            resource=loop.resource,
            summary=f"{text}: every new environment meets the same fault",
            citations=(Citation(text=text),),
            invocations=loop.init_failures,
            onset_us=loop.first_us,
        )
