"""Period: one row, from the first to the last event or data point of the evidence."""

from lambda_triage.evidence.view import View

PERIOD = View(
    "period",
    "When the evidence begins and ends; NULL where nothing in it has a time.",
    """
SELECT min(first_us) AS first_us, max(last_us) AS last_us
FROM (
    SELECT min(coalesce(start_us, end_us)) AS first_us, max(coalesce(end_us, start_us)) AS last_us
    FROM invocations
    UNION ALL
    SELECT min(time_us), max(time_us) FROM metrics
)
""",
)
