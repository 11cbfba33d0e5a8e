"""Usage series: one row per function, what its invocations received and how long they took."""

from lambda_triage.evidence.view import View

USAGE_SERIES = View(
    "usage_series",
    "Bytes received and duration of warm invocations that Lambda Insights measured, up to 2,000.",
    """
WITH numbered AS (
    SELECT *, row_number() OVER (
               PARTITION BY resource ORDER BY time_us, request_id, line
           ) AS ordinal
    FROM usage
    WHERE rx_bytes IS NOT NULL AND duration_us > 0 AND NOT coalesce(cold_start, false)
)
SELECT resource,
       list(rx_bytes ORDER BY ordinal)                   AS rx_bytes,
       list(duration_us ORDER BY ordinal)                AS durations_us,
       arg_max(input, (duration_us, -ordinal))           AS input,
       arg_max(line, (duration_us, -ordinal))            AS line
FROM numbered
WHERE ordinal <= 2000
GROUP BY resource
""",
)
