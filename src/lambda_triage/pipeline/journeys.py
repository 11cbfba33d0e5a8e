"""Journeys: what one request did on its way through several functions, and where it stopped.

Two ways lead from function to function: the trace id that X-Ray hands on and REPORT prints, and any
other id (correlation id, message id, execution ARN) that the log lines carry.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from lambda_triage.errors import UsageError
from lambda_triage.evidence.signature import Signature
from lambda_triage.reports import contract
from lambda_triage.sources.collect import collect
from lambda_triage.sources.times import rfc3339

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    from lambda_triage.evidence.case import Case

MOST = 3  # journeys shown; they are examples
LONGEST = 50  # hops of one journey that are shown: the first ones, failures and the last
FAILURES = 24  # of them, the latest failures
EVENTS_FOLLOWED = 10_000  # events with the id that are kept for each function
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
SELECT resource, status, request_id, coalesce(start_us, end_us) AS time_us, duration_us, attempt,
       (input, line) AS place
FROM invocations WHERE trace_id = $id
"""
# Every function whose log names the id, with the first invocation that does.
BY_SIGNAL = """
SELECT n.resource, coalesce(i.status, 'unknown') AS status, n.request_id,
       coalesce(i.start_us, n.time_us) AS time_us, i.duration_us, coalesce(i.attempt, 1) AS attempt,
       n.place
FROM (
    SELECT resource, request_id, min(time_us) AS time_us, min((input, line)) AS place
    FROM log_events WHERE contains(text, $id)
    GROUP BY resource, request_id
) AS n LEFT JOIN invocations AS i
  ON i.resource = n.resource AND i.request_id = n.request_id
"""
# Of all hops those that are shown, and their numbers on the way.
SHOWN = """
WITH hops AS ({hops}),
numbered AS (
    SELECT *, status IN ({stopped}) AS stopped, count(*) OVER () AS total,
           row_number() OVER (ORDER BY time_us, place, resource, attempt) AS number
    FROM hops
),
weighed AS (
    SELECT *, row_number() OVER (PARTITION BY stopped ORDER BY number DESC) AS latest,
           row_number() OVER (PARTITION BY stopped ORDER BY number) AS earliest,
           count(*) FILTER (stopped) OVER () AS failed
    FROM numbered
)
SELECT resource, status, request_id, time_us, duration_us, attempt, number, total, failed
FROM weighed
WHERE total <= $longest OR number = total
   OR stopped AND latest <= $failures OR NOT stopped AND earliest <= $longest - $failures - 1
ORDER BY number
"""
KEPT = "SELECT count(*) FROM log_events WHERE contains(text, $id)"
CARRYING = "SELECT CAST(coalesce(sum(events), 0) AS BIGINT) FROM signals WHERE signal = $signal"
SIGNAL = "journey.id"


class _Hop(Struct, frozen=True):
    resource: str
    status: str
    request_id: str | None
    time_us: int | None
    duration_us: int | None
    attempt: int
    number: int  # on the way, from 1
    total: int
    failed: int  # hops of the whole way that failed


def crossing(case: Case) -> tuple[contract.Journey, ...]:
    """A few traces that cross functions and fail on the way."""
    found = case.execute(CROSSING, most=MOST)
    return tuple(journey("trace_id", str(id), _hops(case, BY_TRACE, str(id))) for (id,) in found)


def by_text(case: Case, id: str) -> contract.Journey:
    """The journey of an id through the events that are kept."""
    return journey("text", id, _hops(case, BY_SIGNAL, id))


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
    wanted = Signature(SIGNAL, (id,), re.escape(id), "the user")
    case, _ = collect(
        paths, [wanted], stdin=stdin, threads=threads, progress=progress, examples=EVENTS_FOLLOWED
    )
    with case:
        return named(case, id)


def named(case: Case, id: str) -> contract.Journey:
    """The journey of an id that stands in the log lines, or is a trace id."""
    hops = _hops(case, BY_TRACE, id)
    if hops:
        return journey("trace_id", id, hops)
    told = by_text(case, id)
    kept, all = _number(case, KEPT, id=id), _number(case, CARRYING, signal=SIGNAL)
    if kept >= all:
        return told
    cut = f"; {all - kept:,} of {all:,} lines with this id were too many to follow"
    return msgspec.structs.replace(told, end=told.end + cut)


def journey(by: contract.JourneyBy, id: str, hops: Sequence[_Hop]) -> contract.Journey:
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
    more = hops[-1].total - len(hops) if hops else 0
    return contract.Journey(by, id, told, _end(hops), more)


def _hops(case: Case, sql: str, id: str) -> list[_Hop]:
    stopped = ", ".join(f"'{status}'" for status in STOPPED)
    shown = SHOWN.format(hops=sql, stopped=stopped)
    return list(case.rows(shown, _Hop, id=id, longest=LONGEST, failures=FAILURES))


def _number(case: Case, sql: str, **given: str) -> int:
    return int(str(case.execute(sql, **given)[0][0]))


def _end(hops: Sequence[_Hop]) -> str:
    if not hops:
        return "nothing in the evidence carries this id"
    # The deepest failure comes last: its callers fail because of it.
    failed = [hop for hop in hops if hop.status in STOPPED]
    last = hops[-1]
    if failed and failed[-1] is last:
        return f"stops at {_failure(last)}"
    ending = "the last of them with unknown outcome" if last.status == "unknown" else "ending well"
    if failed:
        at, after = failed[-1], last.total - failed[-1].number
        said = f"{after:,} later invocation{'s carry' if after > 1 else ' carries'} this id"
        rest = f"; {at.failed:,} of {at.total:,} failed" if at.failed > 1 else ""
        return f"fails at {_failure(at)}, and goes on: {said}, {ending}{rest}"
    if last.status == "unknown":
        return f"is lost at {_name(last.resource)}: its outcome is not in the evidence"
    return f"ends well at {_name(last.resource)}; nothing after it carries this id"


def _failure(hop: _Hop) -> str:
    again = f", attempt {hop.attempt}" if hop.attempt > 1 else ""
    return f"{_name(hop.resource)}: {hop.status}{again}"


def _name(resource: str) -> str:
    return resource.rpartition(":")[2] or resource
