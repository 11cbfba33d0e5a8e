"""Bills: one row per function, what its recorded invocations are billed for."""

from lambda_triage.evidence.view import View

BILLS = View(
    "bills",
    "Billed megabyte-milliseconds of each function: all, those of failures, and those of init.",
    """
SELECT resource,
       count(*)                                                       AS billed,
       count(*) FILTER (status NOT IN ('ok', 'unknown'))              AS failed,
       count(*) FILTER (cold_start)                                   AS cold,
       CAST(sum(billed_ms * memory_mb) AS BIGINT)                     AS mb_ms,
       CAST(coalesce(sum(billed_ms * memory_mb)
           FILTER (status NOT IN ('ok', 'unknown')), 0) AS BIGINT)    AS failed_mb_ms,
       -- init is billed where Billed Duration covers both, rounded up to a millisecond
       CAST(coalesce(sum(init_us * memory_mb // 1000)
           FILTER (billed_ms * 1000 - init_us - duration_us BETWEEN 0 AND 2000), 0) AS BIGINT)
                                                                      AS init_mb_ms
FROM invocations
WHERE billed_ms IS NOT NULL AND memory_mb IS NOT NULL
GROUP BY resource
""",
)
