"""Attempts: one row per function, how many requests there were and how often they were tried."""

from lambda_triage.evidence.view import View

ATTEMPTS = View(
    "attempts",
    "First and further attempts of requests, how many of the first failed, and the first repeat.",
    """
SELECT resource,
       count(*) FILTER (attempt = 1)                                            AS requests,
       count(*) FILTER (attempt > 1)                                            AS again,
       count(*) FILTER (attempt = 1 AND status NOT IN ('ok', 'unknown'))        AS first_failed,
       min(coalesce(start_us, end_us)) FILTER (attempt > 1)                     AS first_us,
       arg_min(input, (coalesce(start_us, end_us, 0), input, line))
           FILTER (attempt > 1)                                                 AS input,
       arg_min(line, (coalesce(start_us, end_us, 0), input, line))
           FILTER (attempt > 1)                                                 AS line
FROM invocations
WHERE request_id IS NOT NULL
GROUP BY resource
""",
)
