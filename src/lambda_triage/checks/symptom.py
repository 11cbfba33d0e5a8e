"""Symptom checks: functions whose invocations end in one status, with the lines that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lambda_triage.checks.scene import Scene

RECOVERED = 0.2  # of the invocations, up to which failures that a retry repaired hurt nobody

BY_STATUS = """
WITH repaired AS (
    SELECT DISTINCT resource, request_id, true AS repaired
    FROM invocations WHERE attempt > 1 AND status = 'ok'
)
SELECT resource, status,
       count(*)                                            AS hit,
       count(*) FILTER (repaired)                          AS recovered,
       (SELECT count(*) FROM invocations AS a
         WHERE a.resource = i.resource AND a.status <> 'unknown') AS invocations,
       min(coalesce(start_us, end_us))                     AS onset_us,
       arg_min(input, (coalesce(start_us, end_us, 0), input, line)) AS input,
       arg_min(line, (coalesce(start_us, end_us, 0), input, line))  AS line,
       arg_min(coalesce(message, error_type, ''), (coalesce(start_us, end_us, 0), input, line))
                                                           AS message,
       max(duration_us)                                    AS max_us
FROM invocations AS i LEFT JOIN repaired USING (resource, request_id)
WHERE status NOT IN ('ok', 'unknown')
GROUP BY resource, status
ORDER BY resource, status
"""


class Ended(Struct, frozen=True):
    """Invocations of one function that ended in one status.

    recovered  of them, those whose request succeeded at a later attempt
    """

    resource: str
    status: str
    hit: int
    recovered: int
    invocations: int
    onset_us: int | None
    input: int
    line: int
    message: str
    max_us: int | None


def ended(
    scene: Scene, status: str, say: Callable[[Ended], str], **facts: str
) -> Iterator[Finding]:
    """One finding per function with invocations of this status; *say* words its summary."""
    for row in scene.case.rows(BY_STATUS, Ended):  # one query for all statuses
        if row.status != status:
            continue
        repaired = row.recovered == row.hit <= RECOVERED * max(row.invocations, 1)
        place = Place(row.input, line=row.line)
        yield Finding(
            resource=row.resource,
            summary=f"{say(row)}, and the retries succeeded" if repaired else say(row),
            symptom=status,
            opens=not repaired,
            role=Role.RISK if repaired else Role.SYMPTOM,
            citations=(Citation(place=place, text=row.message or status, time_us=row.onset_us),),
            invocations=row.hit,
            onset_us=row.onset_us,
            by_status=((status, row.hit),),
            impact=f"{row.hit} of {max(row.invocations, row.hit)} invocations",
            facts=tuple(sorted(facts.items())),
        )
