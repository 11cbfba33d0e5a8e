"""Environments: one row per log stream, how its invocations went and how its memory moved."""

from lambda_triage.evidence.view import View

ENVIRONMENTS = View(
    "environments",
    "Invocations, failures and the first and last memory high-water mark of each environment.",
    """
WITH broken AS (
    SELECT resource, environment, min(start_us) AS first_failed_us
    FROM invocations
    WHERE status NOT IN ('ok', 'unknown')
    GROUP BY resource, environment
)
SELECT i.resource,
       i.environment,
       count(*)                                                       AS invocations,
       count(*) FILTER (start_us >= first_failed_us)                  AS since_failure,
       count(*) FILTER (status NOT IN ('ok', 'unknown'))              AS failed,
       count(*) FILTER (status = 'oom')                               AS ooms,
       arg_min(max_memory_mb, (start_us, input, line))                AS first_memory_mb,
       arg_max(max_memory_mb, (start_us, input, line))                AS last_memory_mb,
       max(max_memory_mb)                                             AS max_memory_mb,
       count(DISTINCT max_memory_mb)                                  AS memory_steps,
       max(memory_mb)                                                 AS memory_mb,
       min(start_us)                                                  AS first_us,
       max(coalesce(end_us, start_us))                                AS last_us
FROM invocations AS i
LEFT JOIN broken AS b
       ON b.resource = i.resource AND b.environment IS NOT DISTINCT FROM i.environment
GROUP BY i.resource, i.environment
""",
)
