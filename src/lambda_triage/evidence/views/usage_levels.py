"""Usage levels: one row per environment, what Lambda Insights measured after each invocation."""

from lambda_triage.evidence.view import View

USAGE_LEVELS = View(
    "usage_levels",
    "Memory and open descriptors of each environment, for its first 2,000 measured invocations.",
    """
WITH numbered AS (
    SELECT *, row_number() OVER (
               PARTITION BY resource, environment ORDER BY time_us, request_id, line
           ) AS ordinal
    FROM usage
)
SELECT resource,
       environment,
       max(memory_size_mb)                                                     AS memory_size_mb,
       max(descriptors_max)                                                    AS descriptors_max,
       list(memory_mb ORDER BY ordinal) FILTER (memory_mb IS NOT NULL)         AS used_mb,
       list(descriptors ORDER BY ordinal) FILTER (descriptors IS NOT NULL)     AS descriptors,
       min(time_us)                                                            AS first_us,
       arg_max(input, ordinal)                                                 AS input,
       arg_max(line, ordinal)                                                  AS line
FROM numbered
WHERE ordinal <= 2000
GROUP BY resource, environment
HAVING count(*) >= 4 AND count(*) FILTER (cold_start) <= 1
""",
)
