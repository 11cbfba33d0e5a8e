"""Journeys: what one request did on its way through several functions, and where it stopped.

Two ways lead from function to function: the trace id that X-Ray hands on and REPORT prints, and any
other id (correlation id, message id, execution ARN) that the log lines carry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambda_triage.errors import UsageError
from lambda_triage.evidence.signature import Signature
from lambda_triage.reports import contract
from lambda_triage.sources.collect import collect
from lambda_triage.sources.times import rfc3339

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import BinaryIO

    from lambda_triage.evidence.case import Case

MOST = 3  # journeys shown; they are examples
LONGEST = 50  # hops of one journey
SHORTEST, LONGEST_ID = 6, 400  # characters of an id: shorter ones occur by chance
STOPPED = ("error", "timeout", "oom", "crash", "init_failure")

# Traces that cross functions and end badly somewhere, the longest and earliest first.
CROSSING = """
SELECT trace_id
FROM invocations
WHERE trace_id IS NOT NULL
GROUP BY trace_id
HAVING count(DISTINCT resource) > 1 AND bool_or(status NOT IN ('ok', 'unknown'))
ORDER BY count(DISTINCT resource) DESC, min(coalesce(start_us, end_us)), trace_id
LIMIT $most
"""
BY_TRACE = """
SELECT resource, status, request_id, coalesce(start_us, end_us) AS time_us, duration_us, attempt
FROM invocations WHERE trace_id = $id
ORDER BY time_us, resource, attempt LIMIT $longest
"""
# Every function whose log names the id, with the first invocation that does.
BY_SIGNAL = """
WITH named AS (
    SELECT e.resource, e.request_id, min(e.time_us) AS time_us, min((e.input, e.line)) AS place
    FROM log_events AS e
    WHERE contains(e.text, $id)
    GROUP BY e.resource, e.request_id
)
SELECT n.resource, coalesce(i.status, 'unknown') AS status, n.request_id,
       coalesce(i.start_us, n.time_us) AS time_us, i.duration_us, coalesce(i.attempt, 1) AS attempt
FROM named AS n LEFT JOIN invocations AS i
  ON i.resource = n.resource AND i.request_id = n.request_id
ORDER BY time_us, n.place, attempt LIMIT $longest
"""


@dataclass(frozen=True, slots=True)
class _Hop:
    resource: str
    status: str
    request_id: str | None
    time_us: int | None
    duration_us: int | None
    attempt: int


def crossing(case: Case) -> tuple[contract.Journey, ...]:
    """A few traces that cross functions and fail on the way."""
    found = case.execute(CROSSING, most=MOST)
    return tuple(
        journey("trace_id", str(id), case.rows(BY_TRACE, _Hop, id=id, longest=LONGEST))
        for (id,) in found
    )


def follow(
    id: str,
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> contract.Journey:
    """The journey of one id through the evidence in *paths*.

    Raises UsageError for an id too short to be found reliably, InputError for a missing path.
    """
    if not SHORTEST <= len(id) <= LONGEST_ID or "\n" in id:
        raise UsageError(
            f"an id has {SHORTEST} to {LONGEST_ID} characters; give the whole id, as the log has it"
        )
    wanted = Signature("journey.id", (id,), re.escape(id), "the user")
    case, _ = collect(paths, [wanted], stdin=stdin, threads=threads, progress=progress)
    with case:
        return named(case, id)


def named(case: Case, id: str) -> contract.Journey:
    """The journey of an id that stands in the log lines, or is a trace id."""
    hops = list(case.rows(BY_TRACE, _Hop, id=id, longest=LONGEST))
    if hops:
        return journey("trace_id", id, hops)
    return journey("text", id, case.rows(BY_SIGNAL, _Hop, id=id, longest=LONGEST))


def journey(by: contract.JourneyBy, id: str, hops: Iterable[_Hop]) -> contract.Journey:
    """The hops in the order of time, and the words for where they end."""
    told = tuple(
        contract.Hop(
            resource=hop.resource,
            outcome=hop.status,
            request_id=hop.request_id,
            time=None if hop.time_us is None else rfc3339(hop.time_us),
            duration_ms=None if hop.duration_us is None else round(hop.duration_us / 1000, 3),
            attempt=hop.attempt,
        )
        for hop in hops
    )
    return contract.Journey(by, id, told, _end(told))


def _end(hops: tuple[contract.Hop, ...]) -> str:
    if not hops:
        return "nothing in the evidence carries this id"
    # The deepest failure comes last: its callers fail because of it.
    failed = [hop for hop in hops if hop.outcome in STOPPED]
    if failed:
        last = failed[-1]
        again = f", attempt {last.attempt}" if last.attempt > 1 else ""
        return f"stops at {_name(last.resource)}: {last.outcome}{again}"
    if hops[-1].outcome == "unknown":
        return f"is lost at {_name(hops[-1].resource)}: its outcome is not in the evidence"
    return f"ends well at {_name(hops[-1].resource)}; nothing after it carries this id"


def _name(resource: str) -> str:
    return resource.rpartition(":")[2] or resource
