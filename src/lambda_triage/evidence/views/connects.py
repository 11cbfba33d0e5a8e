"""Connects: one row per function, warm traces and those in which a connection is opened."""

from lambda_triage.evidence.view import View

# X-Ray SDK for Go writes connect and dial, OpenTelemetry tcp.connect, tls.connect, pg.connect, …
# They lie within one another, so only the longest of a trace counts.
CONNECTS = View(
    "connects",
    "Traces without init, how many open a connection, and the medians of connecting and of all.",
    """
WITH traces AS (
    SELECT trace_id,
           max(resource)                                                          AS resource,
           max(end_us - start_us) FILTER (regexp_matches(lower(name),
               '(^|[ ./:_-])(connect|dial|handshake|getconnection)$'))            AS connect_us,
           max(end_us - start_us) FILTER (origin = 'AWS::Lambda::Function')       AS whole_us,
           min(input)                                                             AS input
    FROM spans
    GROUP BY trace_id
    HAVING NOT bool_or(lower(name) IN ('init', 'initialization', 'restore'))
)
SELECT t.resource,
       count(*)                          AS warm,
       count(connect_us)                 AS opened,
       quantile_disc(connect_us, 0.5)    AS connect_us,
       quantile_disc(whole_us, 0.5)      AS whole_us,
       min(t.input)                      AS input
FROM traces AS t
WHERE whole_us IS NOT NULL AND t.resource IS NOT NULL
  AND t.trace_id NOT IN (
      SELECT trace_id FROM invocations WHERE cold_start AND trace_id IS NOT NULL
  )
GROUP BY t.resource
""",
)
