"""Functions whose environments are gone after each invocation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Remedy

FEWEST = 10  # invocations that an idle environment could have served
MOSTLY = 0.9  # of them start cold all the same; our choice

NEVER = """
SELECT resource, followed, cold, after_end, first_us, input, line
FROM successions
WHERE followed >= $fewest AND cold >= $mostly * followed
ORDER BY resource
"""


class _Cold(Struct, frozen=True):
    resource: str
    followed: int
    cold: int
    after_end: int
    first_us: int
    input: int
    line: int


@check(
    id="init/never-warm",
    title="Every invocation starts cold",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="cold_start_init",
)
def never_warm(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(NEVER, _Cold, fewest=FEWEST, mostly=MOSTLY):
        ended = 2 * row.after_end > row.cold
        why = ", as the one before ended its environment" if ended else ""
        text = (
            f"{row.cold} of {row.followed} invocations start cold within a minute after another"
            f" ended{why}"
        )
        place = Place(row.input, line=row.line)
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(Citation(place=place, text=text, time_us=row.first_us),),
            # Where a failure ends the environment, that failure's own cause is the cause.
            cause=None if ended else "cold_start_init",
            weight=0.0 if ended else STRONG,
            invocations=row.cold,
            onset_us=row.first_us,
            impact=f"{row.cold} of {row.followed} invocations",
            remedies=_fix(ended),
        )


def _fix(ended: bool) -> tuple[Remedy, ...]:
    if ended:
        reason = "time-outs, kills and crashes take the environment with them"
        return (Manual("Cure the failures first: the cold starts end with them", reason),)
    return (
        EditCode(
            "Find what ends the process after its answer (exit calls, a signal, an extension or"
            " thread that fails), and what updates the function's configuration all the time"
        ),
    )
