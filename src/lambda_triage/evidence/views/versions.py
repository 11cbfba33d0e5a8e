"""Versions: one row per function version, how its invocations went and since when."""

from lambda_triage.evidence.view import View

VERSIONS = View(
    "versions",
    "Invocations with a known outcome of each version, how many failed, and the first of them.",
    """
SELECT resource,
       version,
       count(*) FILTER (status <> 'unknown')                  AS ended,
       count(*) FILTER (status NOT IN ('ok', 'unknown'))      AS failed,
       min(coalesce(start_us, end_us))                        AS first_us
FROM invocations
WHERE version IS NOT NULL
GROUP BY resource, version
""",
)
