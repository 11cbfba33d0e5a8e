"""Versions beside one another: one row per version that shared its time with another version."""

from lambda_triage.evidence.view import View

VERSIONS_BESIDE = View(
    "versions_beside",
    "What ended in each version, and in all others between its first and last invocation.",
    """
WITH times AS (
    SELECT resource, version, min(coalesce(start_us, end_us)) AS first_us,
           max(coalesce(start_us, end_us)) AS last_us,
           count(*) AS ended,
           count(*) FILTER (status <> 'ok') AS failed
    FROM invocations
    WHERE version IS NOT NULL AND status <> 'unknown' AND coalesce(start_us, end_us) IS NOT NULL
    GROUP BY resource, version
), several AS (  -- two at a time is what an alias can route to; more than eight is no canary
    SELECT * FROM times
    QUALIFY count(*) OVER (PARTITION BY resource) BETWEEN 2 AND 8
), pairs AS (
    SELECT v.resource, v.version, v.ended, v.failed, v.first_us, i.version AS other,
           count(*) AS others, count(*) FILTER (i.status <> 'ok') AS others_failed
    FROM several AS v
    JOIN invocations AS i
      ON i.resource = v.resource AND i.version <> v.version AND i.status <> 'unknown'
     AND coalesce(i.start_us, i.end_us) BETWEEN v.first_us AND v.last_us
    GROUP BY v.resource, v.version, v.ended, v.failed, v.first_us, i.version
)
SELECT resource, version, ended, failed, first_us,
       CAST(sum(others) AS BIGINT)                     AS others,
       CAST(sum(others_failed) AS BIGINT)              AS others_failed,
       arg_max(other, (others, other))                 AS sibling
FROM pairs
GROUP BY resource, version, ended, failed, first_us
""",
)
