"""Invocations that succeed, and only after a client tried a call again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.again import AGAIN, LITERALS, SOURCE
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import HINT, message
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

ID = "retries/calls-retried"
SHARE = 0.05  # of the invocations that succeed; our choice
FEWEST = 3  # of them
SLOWER = 1.5  # times the others' median, below which nobody notices; our choice
RETRIED = """
WITH again AS (
    SELECT DISTINCT resource, request_id FROM log_events
    WHERE request_id IS NOT NULL AND regexp_matches(text, $again)
)
SELECT i.resource, count(*) AS ok, count(a.request_id) AS again,
       quantile_disc(i.duration_us, 0.5) FILTER (a.request_id IS NOT NULL) AS again_us,
       quantile_disc(i.duration_us, 0.5) FILTER (a.request_id IS NULL)     AS others_us,
       min(i.start_us) FILTER (a.request_id IS NOT NULL)                   AS first_us,
       arg_min(i.input, (i.start_us, i.input, i.line)) FILTER (a.request_id IS NOT NULL) AS input,
       arg_min(i.line, (i.start_us, i.input, i.line)) FILTER (a.request_id IS NOT NULL)  AS line
FROM invocations AS i
LEFT JOIN again AS a ON a.resource = i.resource AND a.request_id = i.request_id
WHERE i.status = 'ok' AND i.duration_us IS NOT NULL AND i.start_us IS NOT NULL
GROUP BY i.resource
HAVING again >= $fewest AND again >= $share * ok AND again_us >= $slower * others_us
ORDER BY i.resource
"""


class _Retried(Struct, frozen=True):
    resource: str
    ok: int
    again: int
    again_us: int
    others_us: int
    first_us: int
    input: int
    line: int


@check(
    id=ID,
    title="Calls succeed only when they are tried again",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("log_events", "invocations"),
    signatures=(
        message(
            f"{ID}.again",
            *LITERALS,
            pattern=AGAIN,
            source=SOURCE,
        ),
    ),
    cause="slow_downstream",
)
def calls_retried(scene: Scene) -> Iterator[Finding]:
    least: dict[str, float] = {"fewest": FEWEST, "share": SHARE, "slower": SLOWER}
    for row in scene.case.rows(RETRIED, _Retried, again=AGAIN, **least):
        text = f"{row.again_us / 1000:.0f} ms instead of {row.others_us / 1000:.0f} ms (median)"
        yield Finding(
            resource=row.resource,
            summary=f"{row.again} of {row.ok} invocations succeed only after a call was tried"
            f" again, and take {text}",
            citations=(
                Citation(place=Place(row.input, line=row.line), text=text, time_us=row.first_us),
            ),
            cause="slow_downstream",
            weight=HINT,
            explains=("slow",),
            invocations=row.again,
            onset_us=row.first_us,
            remedies=(
                Manual(
                    "Find which call it is and why it fails at first: throttling, connections that"
                    " are closed, a service that is slow",
                    "the retry hides the error that it recovers from",
                ),
                EditCode(
                    "Set time-outs and attempts of the client so that all of them fit into the"
                    " function's time-out, and log the error of each attempt"
                ),
            ),
        )
