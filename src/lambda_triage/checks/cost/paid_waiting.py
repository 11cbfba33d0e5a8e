"""Functions that are paid for while they wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

SHARE = 0.8  # of the duration without CPU time; our choice
FEWEST = 10  # invocations that must have been measured
WORTH_US = 1_000_000  # mean duration, 1 s: below it a state machine costs more than the waiting
VCPU_MB = 1769  # memory that comes with one vCPU (Lambda guide, "Configure memory", 2026)

# Below one vCPU the CPU is given in slices: work that computes the whole time uses only its share.
WAITED = """
SELECT resource, count(*) AS seen, CAST(sum(duration_us) AS BIGINT) AS ran_us,
       CAST(sum(least(duration_us, cpu_ms * 1000 * $vcpu
            // least($vcpu, memory_size_mb))) AS BIGINT) AS worked_us,
       arg_max(input, (duration_us, -input, -line)) AS input,
       arg_max(line, (duration_us, -input, -line))  AS line
FROM usage
WHERE duration_us > 0 AND memory_size_mb > 0 AND cpu_ms IS NOT NULL
  AND NOT coalesce(cold_start, false)
GROUP BY resource
HAVING seen >= $fewest AND ran_us >= $worth * seen AND worked_us <= (1 - $share) * ran_us
ORDER BY resource
"""


class _Waited(Struct, frozen=True):
    resource: str
    seen: int
    ran_us: int
    worked_us: int
    input: int
    line: int


@check(
    id="cost/paid-waiting",
    title="Most of what is paid is waiting",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("usage",),
)
def paid_waiting(scene: Scene) -> Iterator[Finding]:
    limits = {"vcpu": VCPU_MB, "fewest": FEWEST, "worth": WORTH_US}
    for row in scene.case.rows(WAITED, _Waited, share=SHARE, **limits):
        percent = 100 - -(-100 * row.worked_us // row.ran_us)
        text = (
            f"{row.seen} invocations of {row.ran_us / row.seen / 1e6:.1f} s on average"
            f" wait {percent} % of the time for others"
        )
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(Citation(place=Place(row.input, line=row.line), text=text),),
            invocations=row.seen,
            remedies=(
                EditCode(
                    "Make independent calls at the same time; wait outside of the function:"
                    " Step Functions integration or callback, a durable wait, or an event"
                ),
            ),
        )
