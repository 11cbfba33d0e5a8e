"""Memory series: one row per environment, its memory high-water mark after each invocation."""

from lambda_triage.evidence.view import View

MEMORY_SERIES = View(
    "memory_series",
    "Max Memory Used of each environment in the order of its invocations, the first 2,000 of them.",
    """
SELECT resource,
       environment,
       max(memory_mb)                                                     AS memory_mb,
       count(*) FILTER (cold_start)                                       AS cold_starts,
       count(*) FILTER (status = 'oom')                                   AS ooms,
       arg_max(input, (start_us, input, line))                            AS input,
       arg_max(line, (start_us, input, line))                             AS line,
       list(max_memory_mb ORDER BY coalesce(start_us, end_us), input, line)[:2000] AS used_mb
FROM invocations
WHERE max_memory_mb IS NOT NULL
GROUP BY resource, environment
HAVING count(*) >= 4
""",
)
