"""Successions: one row per function, invocations that began while an environment stood idle."""

from lambda_triage.evidence.view import View

SUCCESSIONS = View(
    "successions",
    "Invocations that start alone within a minute after another ended, and how many start cold.",
    """
WITH begun AS (
    SELECT * REPLACE (coalesce(start_us, end_us - duration_us) AS start_us) FROM invocations
), ordered AS (
    SELECT resource, start_us, cold_start, status, input, line,
           max(coalesce(end_us, start_us)) OVER before                AS free_us,
           lag(status) OVER (PARTITION BY resource ORDER BY start_us, input, line) AS previous
    FROM begun
    WHERE start_us IS NOT NULL AND cold_start IS NOT NULL
    WINDOW before AS (PARTITION BY resource ORDER BY start_us, input, line
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT resource,
       count(*)                                                       AS followed,
       count(*) FILTER (cold_start)                                   AS cold,
       count(*) FILTER (cold_start AND previous NOT IN ('ok', 'error', 'unknown')) AS after_end,
       arg_min(start_us, (start_us, input, line)) FILTER (cold_start) AS first_us,
       arg_min(input, (start_us, input, line)) FILTER (cold_start)    AS input,
       arg_min(line, (start_us, input, line)) FILTER (cold_start)     AS line
FROM ordered
-- Lambda keeps an idle environment for minutes; 60 s leaves no doubt that it could be used again
WHERE start_us - free_us BETWEEN 0 AND 60000000
GROUP BY resource
""",
)
