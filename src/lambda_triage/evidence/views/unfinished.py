"""Unfinished: one row per function, invocations that start and of which no end is in the log."""

from lambda_triage.evidence.view import View

UNFINISHED = View(
    "unfinished",
    "Starts without REPORT after which the same environment started again, and the first of them.",
    """
WITH lasts AS (
    SELECT resource, environment, max(start_us) AS last_start_us
    FROM invocations
    WHERE environment IS NOT NULL
    GROUP BY resource, environment
)
SELECT i.resource,
       count(*)                                                       AS unfinished,
       min(i.start_us)                                                AS first_us,
       arg_min(i.input, (i.start_us, i.input, i.line))                AS input,
       arg_min(i.line, (i.start_us, i.input, i.line))                 AS line
FROM invocations AS i
JOIN lasts AS l ON l.resource = i.resource AND l.environment = i.environment
WHERE i.status = 'unknown' AND i.start_us < l.last_start_us
GROUP BY i.resource
""",
)
