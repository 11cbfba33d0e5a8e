"""Segments: one row per trace and segment name, the time that is the segment's own."""

from lambda_triage.evidence.view import View

# A call (namespace aws or remote) counts with all that lies inside it: name look-up, connecting,
# the callee's own segments. Of any other segment only the time counts that none of its children
# covers. Where the function was stopped a segment has no end: it lasted to the end of the whole.
SEGMENTS = View(
    "segments",
    "Exclusive time of each segment of a trace, beside the time of the whole function.",
    """
WITH RECURSIVE calls AS (
    SELECT trace_id, span_id FROM spans
    WHERE namespace IN ('aws', 'remote') AND span_id IS NOT NULL
), inside AS (
    SELECT s.trace_id, s.span_id FROM spans AS s
    JOIN calls AS c ON c.trace_id = s.trace_id AND c.span_id = s.parent_id
    UNION
    SELECT s.trace_id, s.span_id FROM spans AS s
    JOIN inside AS i ON i.trace_id = s.trace_id AND i.span_id = s.parent_id
), told AS (  -- the name under which the function's log stands, where one log has the trace
    SELECT trace_id, min(resource) AS resource FROM invocations
    WHERE trace_id IN (SELECT trace_id FROM spans)
    GROUP BY trace_id HAVING min(resource) = max(resource)
), wholes AS (
    SELECT s.trace_id, coalesce(t.resource, s.resource) AS resource, min(start_us) AS start_us,
           max(end_us) AS end_us, min(input) AS input
    FROM spans AS s LEFT JOIN told AS t ON t.trace_id = s.trace_id
    WHERE origin = 'AWS::Lambda::Function' AND s.resource IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM inside AS i
                      WHERE i.trace_id = s.trace_id AND i.span_id = s.span_id)
    GROUP BY s.trace_id, coalesce(t.resource, s.resource)
    HAVING max(end_us) > min(start_us)
), own AS (
    SELECT s.trace_id, s.span_id, s.parent_id, s.name, s.namespace, s.start_us,
           least(coalesce(s.end_us, w.end_us), w.end_us) AS end_us
    FROM spans AS s JOIN wholes AS w ON w.trace_id = s.trace_id
    WHERE s.start_us >= w.start_us AND s.name IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM inside AS i
                      WHERE i.trace_id = s.trace_id AND i.span_id = s.span_id)
), covered AS (
    SELECT p.trace_id, p.span_id,
           sum(greatest(0, least(c.end_us, p.end_us) - greatest(c.start_us, p.start_us))) AS us
    FROM own AS p JOIN own AS c ON c.trace_id = p.trace_id AND c.parent_id = p.span_id
    GROUP BY p.trace_id, p.span_id
)
SELECT w.resource,
       o.trace_id,
       o.name,
       bool_or(coalesce(o.namespace, '') IN ('aws', 'remote'))                  AS call,
       w.start_us,
       w.end_us - w.start_us                                                    AS whole_us,
       CAST(least(w.end_us - w.start_us,
                  sum(greatest(0, o.end_us - o.start_us - coalesce(c.us, 0)))) AS BIGINT) AS own_us,
       count(*)                                                                 AS spans,
       w.input
FROM own AS o
JOIN wholes AS w ON w.trace_id = o.trace_id
LEFT JOIN covered AS c ON c.trace_id = o.trace_id AND c.span_id = o.span_id
GROUP BY w.resource, o.trace_id, o.name, w.start_us, w.end_us, w.input
""",
)
