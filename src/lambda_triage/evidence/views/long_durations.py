"""Long durations: one row per function, its invocations of more than a few seconds."""

from lambda_triage.evidence.view import View

LONG_DURATIONS = View(
    "long_durations",
    "Ascending durations over 4.5 s of invocations that ended by themselves, thinned to 5,000.",
    """
WITH ended AS (
    SELECT resource, count(*) AS ended
    FROM invocations
    WHERE status IN ('ok', 'error') AND duration_us IS NOT NULL
    GROUP BY resource
), ranked AS (
    SELECT resource, duration_us, input, line,
           row_number() OVER (PARTITION BY resource ORDER BY duration_us, input, line) AS rank,
           count(*) OVER (PARTITION BY resource)                                       AS long
    FROM invocations
    WHERE status IN ('ok', 'error') AND duration_us > 4500000
)
SELECT ranked.resource,
       max(ended.ended)                              AS ended,
       max(ranked.long)                              AS long,
       list(duration_us ORDER BY rank)               AS durations_us,
       list(input ORDER BY rank)                     AS inputs,
       list(line ORDER BY rank)                      AS lines
FROM ranked JOIN ended ON ended.resource = ranked.resource
WHERE (rank - 1) % ((long + 4999) // 5000) = 0
GROUP BY ranked.resource
""",
)
