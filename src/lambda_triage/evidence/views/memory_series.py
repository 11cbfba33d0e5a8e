"""Memory series: one row per environment, its memory high-water mark after each invocation."""

from lambda_triage.evidence.view import View

MEMORY_SERIES = View(
    "memory_series",
    "Max Memory Used of each environment in which it rises, for its first 2,000 invocations.",
    """
WITH rising AS (
    SELECT resource, environment
    FROM environments
    WHERE memory_steps >= 4 AND last_memory_mb - first_memory_mb >= 0.05 * memory_mb
    ORDER BY last_memory_mb - first_memory_mb DESC, resource, environment
    LIMIT 500
), numbered AS (
    SELECT i.*, row_number() OVER (
               PARTITION BY i.resource, i.environment
               ORDER BY coalesce(i.start_us, i.end_us), i.input, i.line
           ) AS ordinal
    FROM invocations AS i
    JOIN rising AS r
      ON r.resource = i.resource AND r.environment IS NOT DISTINCT FROM i.environment
    WHERE i.max_memory_mb IS NOT NULL
)
SELECT resource,
       environment,
       max(memory_mb)                              AS memory_mb,
       count(*) FILTER (cold_start)                AS cold_starts,
       count(*) FILTER (status = 'oom')            AS ooms,
       arg_max(input, ordinal)                     AS input,
       arg_max(line, ordinal)                      AS line,
       list(max_memory_mb ORDER BY ordinal)        AS used_mb
FROM numbered
WHERE ordinal <= 2000
GROUP BY resource, environment
HAVING count(*) >= 4
""",
)
