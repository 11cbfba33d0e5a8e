"""Repeats: one row per function, how many request ids were started more than once."""

from lambda_triage.evidence.view import View

REPEATS = View(
    "repeats",
    "Request ids with a second attempt, and where the first of those stands.",
    """
SELECT resource,
       count(DISTINCT request_id)                                            AS requests,
       max(attempt)                                                          AS attempts,
       min(coalesce(start_us, end_us))                                       AS first_us,
       arg_min(input, (coalesce(start_us, end_us, 0), input, line))          AS input,
       arg_min(line, (coalesce(start_us, end_us, 0), input, line))           AS line,
       arg_min(request_id, (coalesce(start_us, end_us, 0), input, line))     AS request_id
FROM invocations
WHERE attempt > 1
GROUP BY resource
""",
)
