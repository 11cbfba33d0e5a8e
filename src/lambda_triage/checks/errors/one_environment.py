"""One environment that keeps failing while the others work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

FEWEST = 5  # failures in the one environment
OTHERS = 10  # invocations of the others, nearly all of which succeed
MOSTLY = 0.8  # of the environment's invocations fail, and of all failures are in it
GOOD = 0.05  # of the others' invocations may fail

# A kill or a time-out ends its environment, so only errors can repeat within one.
POISONED = """
WITH sums AS (
    SELECT resource, environment, since_failure AS invocations, failed - ooms AS failed,
           first_us, invocations - since_failure AS before,
           sum(failed - ooms) OVER (PARTITION BY resource)   AS all_failed,
           sum(since_failure) OVER (PARTITION BY resource)
             + sum(CASE WHEN failed = 0 THEN invocations ELSE 0 END)
                   OVER (PARTITION BY resource)              AS all_invocations
    FROM environments
    WHERE environment IS NOT NULL
)
SELECT resource, environment, invocations, failed, first_us,
       CAST(all_invocations - invocations AS BIGINT)         AS others,
       CAST(all_failed - failed AS BIGINT)                   AS others_failed
FROM sums
WHERE failed >= $fewest
  AND failed >= $mostly * invocations
  AND failed >= $mostly * all_failed
  AND all_invocations - invocations >= $others
  AND all_failed - failed <= $good * (all_invocations - invocations)
ORDER BY resource, environment
"""


class _Poisoned(Struct, frozen=True):
    resource: str
    environment: str
    invocations: int
    failed: int
    first_us: int | None
    others: int
    others_failed: int


@check(
    id="errors/one-environment",
    title="One environment fails, the others work",
    severity=Severity.HIGH,
    role=Role.CONTEXT,
    since="0.1",
    reads=("invocations",),
    cause="poisoned_environment",
)
def one_environment(scene: Scene) -> Iterator[Finding]:
    found = scene.case.rows(
        POISONED, _Poisoned, fewest=FEWEST, mostly=MOSTLY, others=OTHERS, good=GOOD
    )
    for row in found:
        text = (
            f"{row.failed} of {row.invocations} invocations fail in one environment,"
            f" {row.others_failed} of {row.others} in all others"
        )
        yield Finding(
            resource=row.resource,
            summary=text,
            key=row.environment,
            citations=(Citation(text=f"{text}: {row.environment}"),),
            invocations=row.failed,
            onset_us=row.first_us,
            remedies=(
                EditCode(
                    "Find the state that outlives an invocation (module variables, clients, /tmp),"
                    " check it at the start, and end the process when it cannot be repaired"
                ),
            ),
        )
