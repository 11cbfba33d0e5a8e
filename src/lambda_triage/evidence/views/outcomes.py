"""Outcomes: one row per function, what became of its invocations."""

from lambda_triage.evidence.view import View

OUTCOMES = View(
    "outcomes",
    "Counts by status, durations, memory and cold starts of each function.",
    """
WITH levels AS (  -- by value first: quantiles of many invocations would hold them all in memory
SELECT resource, duration_us, count(*) AS n, count(*) FILTER (status = 'ok') AS ok_n
FROM invocations
WHERE duration_us IS NOT NULL
GROUP BY resource, duration_us
), running AS (
SELECT resource, duration_us, ok_n,
       sum(n) OVER upward    AS upto,
       sum(n) OVER whole     AS total,
       sum(ok_n) OVER upward AS ok_upto,
       sum(ok_n) OVER whole  AS ok_total
FROM levels
WINDOW upward AS (PARTITION BY resource ORDER BY duration_us), whole AS (PARTITION BY resource)
), quantiles AS (
SELECT resource,
       min(duration_us) FILTER (2 * upto >= total)                           AS p50_us,
       min(duration_us) FILTER (100 * upto >= 99 * total)                    AS p99_us,
       min(duration_us) FILTER (ok_n > 0 AND 2 * ok_upto >= ok_total)        AS ok_p50_us,
       min(duration_us) FILTER (ok_n > 0 AND 100 * ok_upto >= 99 * ok_total) AS ok_p99_us
FROM running
GROUP BY resource
), counted AS (
SELECT resource,
       count(*)                                                    AS invocations,
       count(*) FILTER (status = 'ok')                             AS ok,
       count(*) FILTER (status = 'error')                          AS errors,
       count(*) FILTER (status = 'timeout')                        AS timeouts,
       count(*) FILTER (status = 'oom')                            AS ooms,
       count(*) FILTER (status = 'crash')                          AS crashes,
       count(*) FILTER (status = 'init_failure')                   AS init_failures,
       count(*) FILTER (status = 'unknown')                        AS unknown,
       count(*) FILTER (cold_start)                                AS cold_starts,
       count(*) FILTER (cold_start AND status = 'timeout')         AS cold_timeouts,
       count(*) FILTER (cold_start IS NOT NULL)                    AS reported,
       max(duration_us)                                            AS max_us,
       min(duration_us) FILTER (status = 'timeout')                AS timeout_min_us,
       max(duration_us) FILTER (status = 'timeout')                AS timeout_max_us,
       max(duration_us) FILTER (status = 'ok')                     AS ok_max_us,
       quantile_disc(init_us, 0.5)                                 AS init_p50_us,
       max(init_us)                                                AS init_max_us,
       sum(init_us)                                                AS init_sum_us,
       sum(duration_us)                                            AS duration_sum_us,
       max(memory_mb)                                              AS memory_mb,
       max(max_memory_mb)                                          AS max_memory_mb,
       count(DISTINCT environment)                                 AS environments,
       quantile_disc(silent_us, 0.5) FILTER (status = 'timeout')   AS silent_p50_us,
       arg_min(last_line, (start_us, input, line))
           FILTER (status = 'timeout' AND last_line IS NOT NULL)   AS last_line,
       min(start_us)                                               AS first_us,
       max(coalesce(end_us, start_us))                             AS last_us
FROM invocations
GROUP BY resource
)
SELECT counted.*, p50_us, p99_us, ok_p50_us, ok_p99_us
FROM counted LEFT JOIN quantiles USING (resource)
""",
)
