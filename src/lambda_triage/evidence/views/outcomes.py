"""Outcomes: one row per function, what became of its invocations."""

from lambda_triage.evidence.view import View

OUTCOMES = View(
    "outcomes",
    "Counts by status, durations, memory and cold starts of each function.",
    """
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
       quantile_disc(duration_us, 0.5)                             AS p50_us,
       quantile_disc(duration_us, 0.99)                            AS p99_us,
       quantile_disc(duration_us, 0.5) FILTER (status = 'ok')      AS ok_p50_us,
       quantile_disc(duration_us, 0.99) FILTER (status = 'ok')     AS ok_p99_us,
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
       quantile_disc(max_memory_mb, 0.5)                           AS memory_p50_mb,
       count(DISTINCT environment)                                 AS environments,
       quantile_disc(silent_us, 0.5) FILTER (status = 'timeout')   AS silent_p50_us,
       arg_min(last_line, (start_us, input, line))
           FILTER (status = 'timeout' AND last_line IS NOT NULL)   AS last_line,
       min(start_us)                                               AS first_us,
       max(coalesce(end_us, start_us))                             AS last_us
FROM invocations
GROUP BY resource
""",
)
