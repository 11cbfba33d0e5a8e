"""Numbers the attempts: the same request id started again is a retry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lambda_triage.evidence.case import Case

RETRIED = """
UPDATE invocations AS i SET attempt = n.attempt
FROM (
    SELECT rowid AS row, row_number() OVER (
               PARTITION BY resource, request_id
               ORDER BY coalesce(start_us, end_us), input, line
           ) AS attempt
    FROM invocations
    WHERE request_id IN (
        SELECT request_id FROM invocations
        WHERE request_id IS NOT NULL
        GROUP BY resource, request_id HAVING count(*) > 1
    )
) AS n
WHERE i.rowid = n.row
"""


def number_attempts(case: Case) -> None:
    """Set `attempt` where one request id has several rows."""
    case.execute(RETRIED)
