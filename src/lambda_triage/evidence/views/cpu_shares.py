"""CPU shares: one row per function and Memory Size, how much of a CPU warm invocations use."""

from lambda_triage.evidence.view import View

CPU_SHARES = View(
    "cpu_shares",
    "Median share of a CPU by Lambda Insights, where 50 ms of it were measured at least.",
    # The kernel counts CPU time in ticks of 10 ms: less than five of them are too coarse.
    """
SELECT resource,
       memory_size_mb,
       count(*)                                                 AS runs,
       CAST(median(duration_us) AS BIGINT)                      AS duration_us,
       median(1000.0 * cpu_ms / duration_us)                    AS share,
       min(time_us)                                             AS first_us,
       max(time_us)                                             AS last_us,
       arg_max(input, (duration_us, line))                      AS input,
       arg_max(line, (duration_us, line))                       AS line,
       arg_max(cpu_ms, (duration_us, line))                     AS cpu_ms,
       max(duration_us)                                         AS longest_us
FROM usage
WHERE duration_us > 0 AND cpu_ms >= 50 AND NOT coalesce(cold_start, false)
  AND memory_size_mb IS NOT NULL
GROUP BY resource, memory_size_mb
""",
)
