"""Memory levels: one row per function, what invocations usually use and what the largest did."""

from lambda_triage.evidence.view import View

MEMORY_LEVELS = View(
    "memory_levels",
    "Median and p99.9 of Max Memory Used, and where the largest stands.",
    """
WITH levels AS (
    SELECT resource, max_memory_mb, count(*) AS n, max(memory_mb) AS memory_mb,
           min((input, line)) AS place
    FROM invocations
    WHERE max_memory_mb IS NOT NULL
    GROUP BY resource, max_memory_mb
), running AS (
    SELECT *, sum(n) OVER (PARTITION BY resource ORDER BY max_memory_mb) AS upto,
              sum(n) OVER (PARTITION BY resource)                        AS total
    FROM levels
)
SELECT resource,
       CAST(sum(n) AS BIGINT)                                        AS reported,
       max(memory_mb)                                                AS memory_mb,
       min(max_memory_mb) FILTER (2 * upto >= total)                 AS p50_mb,
       min(max_memory_mb) FILTER (1000 * upto >= 999 * total)        AS p999_mb,
       arg_max(place, max_memory_mb)[1]                              AS input,
       arg_max(place, max_memory_mb)[2]                              AS line
FROM running
GROUP BY resource
""",
)
