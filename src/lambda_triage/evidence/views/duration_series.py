"""Duration series: one row per function, how long warm successes took in the order of time."""

from lambda_triage.evidence.view import View

# First invocations connect and load: where few requests arrive most of them are, and slower.
# A share of all is taken by their lines, scattered by Knuth's multiplicative hash: no sort of all,
# and lines that recur in a rhythm are not taken in that rhythm.
DURATION_SERIES = View(
    "duration_series",
    "Duration and time of warm successful invocations, in the order of time; about 2,000 of more.",
    """
WITH counted AS (
    SELECT resource, count(*) AS ended
    FROM invocations
    WHERE status = 'ok' AND cold_start IS NOT TRUE AND duration_us IS NOT NULL
      AND coalesce(start_us, end_us) IS NOT NULL
    GROUP BY resource
), kept AS (
    SELECT i.resource, c.ended, i.duration_us, i.input, i.line,
           coalesce(i.start_us, i.end_us) AS time_us
    FROM invocations AS i JOIN counted AS c ON c.resource = i.resource
    WHERE i.status = 'ok' AND i.cold_start IS NOT TRUE AND i.duration_us IS NOT NULL
      AND coalesce(i.start_us, i.end_us) IS NOT NULL
      AND (c.ended <= 2000
           OR (i.line % 4294967296 * 2654435761) % 4294967296 < 4294967296 * 2000 // c.ended)
)
SELECT resource,
       max(ended)                                              AS ended,
       list(time_us ORDER BY time_us, input, line)             AS times_us,
       list(duration_us ORDER BY time_us, input, line)         AS durations_us,
       list(input ORDER BY time_us, input, line)               AS inputs,
       list(line ORDER BY time_us, input, line)                AS lines
FROM kept
GROUP BY resource
""",
)
