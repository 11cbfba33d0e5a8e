"""Init series: one row per function, its init durations in the order of time."""

from lambda_triage.evidence.view import View

INIT_SERIES = View(
    "init_series",
    "Init Duration and time of the latest 2,000 cold starts of each function.",
    """
WITH numbered AS (
    SELECT resource, init_us, coalesce(start_us, end_us) AS time_us, input, line,
           row_number() OVER (
               PARTITION BY resource ORDER BY coalesce(start_us, end_us) DESC, input DESC, line DESC
           ) AS back
    FROM invocations
    WHERE init_us IS NOT NULL AND coalesce(start_us, end_us) IS NOT NULL
)
SELECT resource,
       list(time_us ORDER BY back DESC)   AS times_us,
       list(init_us ORDER BY back DESC)   AS inits_us,
       list(input ORDER BY back DESC)     AS inputs,
       list(line ORDER BY back DESC)      AS lines
FROM numbered
WHERE back <= 2000
GROUP BY resource
""",
)
