"""Memory sizes: one row per function and Memory Size it ran with, how long it took there."""

from lambda_triage.evidence.view import View

MEMORY_SIZES = View(
    "memory_sizes",
    "Mean Billed Duration of warm successes at each size, without the fastest and slowest fifth.",
    """
WITH levels AS (
    SELECT resource, memory_mb, billed_ms, count(*) AS n,
           max(coalesce(end_us, start_us)) AS last_us
    FROM invocations
    WHERE status = 'ok' AND NOT cold_start AND billed_ms IS NOT NULL AND memory_mb IS NOT NULL
    GROUP BY resource, memory_mb, billed_ms
), running AS (
    SELECT *, sum(n) OVER (PARTITION BY resource, memory_mb ORDER BY billed_ms) AS upto,
              sum(n) OVER (PARTITION BY resource, memory_mb)                    AS total
    FROM levels
), kept AS (  -- in fifths of an invocation, so that the cut is exact
    SELECT *, greatest(0, least(5 * upto, 4 * total) - greatest(5 * (upto - n), total)) AS fifths
    FROM running
)
SELECT resource,
       memory_mb,
       CAST(max(total) AS BIGINT)                                     AS warm,
       CAST(1000 * sum(fifths * billed_ms) // sum(fifths) AS BIGINT)  AS mean_us,
       max(last_us)                                                   AS last_us
FROM kept
GROUP BY resource, memory_mb
""",
)
