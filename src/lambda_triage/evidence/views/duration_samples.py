"""Duration samples: one row per function, how long its finished invocations took."""

from lambda_triage.evidence.view import View

DURATION_SAMPLES = View(
    "duration_samples",
    "Ascending durations of invocations that ended by themselves, thinned evenly to 5,000.",
    """
WITH ranked AS (
    SELECT resource, duration_us, input, line,
           row_number() OVER (PARTITION BY resource ORDER BY duration_us, input, line) AS rank,
           count(*) OVER (PARTITION BY resource)                                       AS ended
    FROM invocations
    WHERE status IN ('ok', 'error') AND duration_us IS NOT NULL
)
SELECT resource,
       max(ended)                                    AS ended,
       list(duration_us ORDER BY rank)               AS durations_us,
       list(input ORDER BY rank)                     AS inputs,
       list(line ORDER BY rank)                      AS lines
FROM ranked
WHERE (rank - 1) % greatest(1, (ended + 4999) // 5000) = 0
GROUP BY resource
""",
)
