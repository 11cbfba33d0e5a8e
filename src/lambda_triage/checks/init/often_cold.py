"""Functions whose callers often meet a cold start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.waiting_callers import waiting_caller
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

OFTEN = 0.05  # of the invocations that a caller waits for; our choice
ALWAYS = 0.9  # from there on it is init/never-warm
FEWEST = 20  # invocations, and …
FEWEST_COLD = 5  # … cold starts: every log begins with one or two
FELT_US = 300_000  # median init, below which a caller hardly notices; our choice

COLD = """
SELECT resource, reported, cold, init_p50_us, init_max_us, input, line, time_us
FROM starts
WHERE reported >= $fewest AND cold >= $colds
  AND cold >= $often * reported AND cold <= $always * reported
  AND init_p50_us >= $felt
ORDER BY resource
"""


class _Cold(Struct, frozen=True):
    resource: str
    reported: int
    cold: int
    init_p50_us: int
    init_max_us: int
    input: int
    line: int
    time_us: int | None


@check(
    id="init/often-cold",
    title="Callers often meet a cold start",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "invocations"),
    cause="cold_start_init",
)
def often_cold(scene: Scene) -> Iterator[Finding]:
    least = {"fewest": FEWEST, "colds": FEWEST_COLD, "felt": FELT_US}
    for row in scene.case.rows(COLD, _Cold, often=OFTEN, always=ALWAYS, **least):
        function = scene.function(row.resource)
        caller = waiting_caller(scene, function) if function else None
        if caller is None:
            continue
        percent = 100 * row.cold / row.reported
        yield Finding(
            resource=row.resource,
            summary=f"{percent:.0f} % of the invocations start cold ({row.cold} of {row.reported}),"
            f" and {caller} waits another {row.init_p50_us / 1000:.0f} ms (median)",
            citations=(
                Citation(
                    place=Place(row.input, line=row.line),
                    text=f"Init Duration: {row.init_max_us / 1000:.2f} ms",
                    time_us=row.time_us,
                ),
            ),
            cause="cold_start_init",
            invocations=row.cold,
            remedies=(
                Manual(
                    "Decide whether that wait matters; where it does, provision concurrency for the"
                    " usual load, or use SnapStart",
                    "what callers may wait is the owner's choice, and both are paid for",
                ),
                EditCode("Import and open only what the first request needs"),
            ),
        )
