"""Onsets: one row per function with failures, when they began and what was before."""

from lambda_triage.evidence.view import View

ONSETS = View(
    "onsets",
    "The first failure of each function, the successes before it, and what ended since.",
    """
WITH onset AS (
    SELECT resource, min(coalesce(start_us, end_us)) AS onset_us
    FROM invocations
    WHERE status NOT IN ('ok', 'unknown')
    GROUP BY resource
)
SELECT i.resource,
       o.onset_us,
       count(*) FILTER (coalesce(i.start_us, i.end_us) < o.onset_us)  AS ok_before,
       count(*) FILTER (coalesce(i.start_us, i.end_us) >= o.onset_us) AS ended_since,
       count(*) FILTER (i.status <> 'ok')                             AS failed
FROM invocations AS i
JOIN onset AS o ON o.resource = i.resource
WHERE i.status <> 'unknown' AND o.onset_us IS NOT NULL
GROUP BY i.resource, o.onset_us
""",
)
