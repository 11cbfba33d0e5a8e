"""Cold and warm: one row per function, how long first and later successes of environments take."""

from lambda_triage.evidence.view import View

COLD_AND_WARM = View(
    "cold_and_warm",
    "Median Duration (without init) of successful cold starts and of warm invocations.",
    """
WITH levels AS (  -- by millisecond first: a median of many would hold them all in memory
    SELECT resource, cold_start, 1000 * (duration_us // 1000) AS duration_us, count(*) AS n
    FROM invocations
    WHERE status = 'ok' AND cold_start IS NOT NULL AND duration_us IS NOT NULL
    GROUP BY resource, cold_start, duration_us // 1000
), running AS (
    SELECT *, sum(n) OVER (PARTITION BY resource, cold_start ORDER BY duration_us) AS upto,
              sum(n) OVER (PARTITION BY resource, cold_start)                      AS total
    FROM levels
)
SELECT resource,
       CAST(coalesce(sum(n) FILTER (cold_start), 0) AS BIGINT)            AS cold,
       CAST(coalesce(sum(n) FILTER (NOT cold_start), 0) AS BIGINT)        AS warm,
       min(duration_us) FILTER (cold_start AND 2 * upto >= total)         AS cold_p50_us,
       min(duration_us) FILTER (NOT cold_start AND 2 * upto >= total)     AS warm_p50_us
FROM running
GROUP BY resource
""",
)
