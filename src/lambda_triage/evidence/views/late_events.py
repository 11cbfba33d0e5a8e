"""Late events: lines of an invocation that were written during a later one."""

from lambda_triage.evidence.view import View

LATE_EVENTS = View(
    "late_events",
    "Kept events after the end of their invocation and after the next start in its environment.",
    """
WITH touched AS (
    SELECT DISTINCT resource, environment FROM log_events
), ended AS (
    SELECT i.resource, i.environment, i.request_id, i.end_us,
           lead(i.start_us) OVER (PARTITION BY i.resource, i.environment
                                  ORDER BY i.start_us, i.input, i.line) AS next_us,
           count(*) OVER (PARTITION BY i.resource, i.request_id)        AS attempts,
           count(*) FILTER (i.cold_start) OVER (PARTITION BY i.resource, i.environment) AS cold
    FROM invocations AS i
    JOIN touched AS t ON t.resource = i.resource
                     AND t.environment IS NOT DISTINCT FROM i.environment
    WHERE i.start_us IS NOT NULL
)
SELECT e.id, e.resource, e.environment, e.request_id, e.time_us, e.text,
       e.time_us - ended.end_us AS late_us
FROM log_events AS e
JOIN ended ON ended.resource = e.resource AND ended.request_id = e.request_id
          AND ended.environment IS NOT DISTINCT FROM e.environment
-- streams that were not told apart are one environment as long as only one init is among them
WHERE (e.environment IS NOT NULL OR ended.cold <= 1)
  AND e.origin = 'function' AND ended.attempts = 1
  AND e.time_us > ended.end_us AND e.time_us >= ended.next_us
""",
)
