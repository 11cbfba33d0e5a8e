"""Failed calls: those of a trail that failed and did not succeed later."""

from lambda_triage.evidence.view import View

# A call tried again with success is over: by the same identity on the same target; by anyone where
# it deploys; on any target where only the rate was limited. What exists and is updated then, too.
FAILED_CALLS = View(
    "failed_calls",
    "Calls of a trail that failed, without those that went through later.",
    """
WITH on_target AS (
    SELECT service, action, target, coalesce(role, actor) AS doer, max(time_us) AS last_us
    FROM api_calls
    WHERE error_code IS NULL
    GROUP BY service, action, target, doer
), on_any AS (
    SELECT service, action, doer, max(last_us) AS last_us
    FROM on_target
    GROUP BY service, action, doer
)
SELECT c.*
FROM api_calls AS c
WHERE c.error_code IS NOT NULL
  AND NOT EXISTS (
      SELECT 1 FROM on_target AS w
      WHERE w.service = c.service AND w.action = c.action
        AND w.target IS NOT DISTINCT FROM c.target AND w.last_us >= c.time_us
        AND (w.doer IS NOT DISTINCT FROM coalesce(c.role, c.actor)
             OR c.service IN ('lambda', 'cloudformation') AND c.action NOT LIKE 'Invoke%')
  )
  AND NOT EXISTS (
      SELECT 1 FROM on_any AS w
      WHERE w.service = c.service AND w.action = c.action
        AND w.doer IS NOT DISTINCT FROM coalesce(c.role, c.actor) AND w.last_us >= c.time_us
        AND regexp_matches(c.error_code, 'Throttl|TooManyRequests|RateExceeded|SlowDown'
            || '|RequestLimitExceeded|ThroughputExceeded')
  )
  AND NOT EXISTS (
      SELECT 1 FROM on_target AS w
      WHERE w.service = c.service AND w.target = c.target AND w.last_us >= c.time_us
        AND w.action LIKE 'Update%' AND c.action LIKE 'Create%'
        AND concat(c.error_code, c.error_message) ILIKE '%already%exist%'
  )
""",
)
