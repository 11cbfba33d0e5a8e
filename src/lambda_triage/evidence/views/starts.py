"""Starts: one row per function, how its cold starts went."""

from lambda_triage.evidence.view import View

STARTS = View(
    "starts",
    "Cold starts of each function: how many of its invocations, and how long the init took.",
    """
SELECT resource,
       count(*) FILTER (cold_start IS NOT NULL)                       AS reported,
       count(*) FILTER (cold_start)                                   AS cold,
       quantile_disc(init_us, 0.5)                                    AS init_p50_us,
       quantile_disc(init_us, 0.95)                                   AS init_p95_us,
       max(init_us)                                                   AS init_max_us,
       quantile_disc(duration_us, 0.5)                                AS duration_p50_us,
       arg_max(input, (init_us, -input, -line))                       AS input,
       arg_max(line, (init_us, -input, -line))                        AS line,
       arg_max(coalesce(start_us, end_us), (init_us, -input, -line))  AS time_us,
       list(start_us ORDER BY start_us) FILTER (cold_start)[:50]      AS cold_us
FROM invocations
GROUP BY resource
""",
)
