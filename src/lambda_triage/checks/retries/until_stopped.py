"""Clients that wait and try again until the function itself is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.again import AGAIN, LITERALS, SOURCE
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE, STRONG, message
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

ID = "retries/until-stopped"
MOST = 0.5  # of the stopped invocations, from which it is why they are stopped
# Of the time up to the stop that lies before the last attempt: shorter ones were refused, as by a
# limit of rates, and not waited for. Our choice.
WAITED = 0.3
# An application's own words: which attempt it was, and that it timed out.
COUNTED = (
    r"\b[Aa]ttempt\\?\"?(?: ?[:=#] ?| )[1-9]\d?\b[^\n]{0,100}?\b[Tt]im(?:e|ed)[ -]?[Oo]ut"
    r"|\b[Tt]im(?:e|ed)[ -]?[Oo]ut[^\n]{0,100}?\b[Aa]ttempt\\?\"?(?: ?[:=#] ?| )[1-9]\d?\b"
)
STOPPED = """
WITH tried AS (
    SELECT resource, request_id, count(*) AS lines, max(time_us) AS last_us
    FROM log_events
    WHERE request_id IS NOT NULL AND regexp_matches(text, $again)
    GROUP BY resource, request_id
), stopped AS (
    SELECT i.*, t.lines, t.last_us, coalesce(t.lines, 0) >= 2
           AND t.last_us - i.start_us >= $waited * i.duration_us AS again
    FROM invocations AS i
    LEFT JOIN tried AS t ON t.resource = i.resource AND t.request_id = i.request_id
    WHERE i.status = 'timeout'
)
SELECT resource, count(*) AS stopped, count(*) FILTER (again) AS again,
       max(lines) FILTER (again)                                              AS lines,
       min(start_us) FILTER (again)                                           AS first_us,
       arg_min(input, (start_us, input, line)) FILTER (again)                 AS input,
       arg_min(line, (start_us, input, line)) FILTER (again)                  AS line
FROM stopped
GROUP BY resource
HAVING count(*) FILTER (again) > 0
ORDER BY resource
"""


class _Stopped(Struct, frozen=True):
    resource: str
    stopped: int
    again: int
    lines: int
    first_us: int | None
    input: int
    line: int


@check(
    id=ID,
    title="A client waits and tries again until the function is stopped",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("log_events", "invocations"),
    signatures=(
        message(
            f"{ID}.again",
            *LITERALS,
            '"attempt',
            "attempt ",
            "Attempt ",
            "attempt=",
            pattern=f"{AGAIN}|{COUNTED}",
            source=f"{SOURCE}; the usual words of applications, 2026",
        ),
    ),
    cause="retry_budget_exceeds_timeout",
)
def until_stopped(scene: Scene) -> Iterator[Finding]:
    again = f"{AGAIN}|{COUNTED}"
    for row in scene.case.rows(STOPPED, _Stopped, again=again, waited=WAITED):
        function = scene.function(row.resource)
        limit = f" of {function.timeout_s} s" if function and function.timeout_s else ""
        text = f"up to {row.lines} attempts ended before the stop"
        yield Finding(
            resource=row.resource,
            summary=f"{row.again} of {row.stopped} stopped invocations spent their time in calls"
            f" that timed out and were tried again: {text}, and another one did not fit into the"
            f" limit{limit}",
            citations=(
                Citation(place=Place(row.input, line=row.line), text=text, time_us=row.first_us),
            ),
            cause="retry_budget_exceeds_timeout",
            weight=DECISIVE if row.again >= MOST * row.stopped else STRONG,
            explains=("timeout",),
            invocations=row.again,
            onset_us=row.first_us,
            remedies=(
                EditCode(
                    "Let attempts × time-out of the client, with its pauses, stay below the"
                    " function's limit: fewer attempts, or a shorter wait for each of them"
                ),
            ),
        )
