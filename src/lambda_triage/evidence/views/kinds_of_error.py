"""Kinds of error: one row per function and late error, since when, and what ended before it."""

from lambda_triage.evidence.view import View

KINDS_OF_ERROR = View(
    "kinds_of_error",
    "Errors (type and in-app frames) first seen after a tenth of the period; the five largest.",
    """
WITH periods AS (
    SELECT resource, min(coalesce(start_us, end_us)) AS begin_us,
           max(coalesce(start_us, end_us)) AS last_us
    FROM invocations
    GROUP BY resource
), kinds AS (
    SELECT resource, fingerprint,
           min(coalesce(start_us, end_us))                                      AS first_us,
           count(*)                                                             AS failed,
           arg_min(error_type, (coalesce(start_us, end_us), input, line))       AS error_type,
           arg_min(message, (coalesce(start_us, end_us), input, line))          AS message,
           arg_min(input, (coalesce(start_us, end_us), input, line))            AS input,
           arg_min(line, (coalesce(start_us, end_us), input, line))             AS line
    FROM invocations
    WHERE fingerprint IS NOT NULL AND coalesce(start_us, end_us) IS NOT NULL
      AND status NOT IN ('ok', 'unknown')
    GROUP BY resource, fingerprint
), late AS (
    SELECT k.*, p.begin_us
    FROM kinds AS k JOIN periods AS p ON p.resource = k.resource
    WHERE 10 * (k.first_us - p.begin_us) >= p.last_us - p.begin_us
    QUALIFY row_number() OVER (
        PARTITION BY k.resource ORDER BY k.failed DESC, k.first_us, k.fingerprint) <= 5
)
SELECT k.resource, k.fingerprint, k.first_us, k.begin_us, k.failed, k.error_type, k.message,
       k.input, k.line,
       count(*) FILTER (coalesce(i.start_us, i.end_us) < k.first_us)            AS before,
       count(*) FILTER (coalesce(i.start_us, i.end_us) >= k.first_us)           AS since
FROM late AS k
JOIN invocations AS i ON i.resource = k.resource AND i.status <> 'unknown'
GROUP BY ALL
""",
)
