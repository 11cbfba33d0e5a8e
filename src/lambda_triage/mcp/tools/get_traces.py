"""`get_traces`: one request's way through functions, by any id it carries, and where it stops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from lambda_triage.mcp.inputs import Evidence
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.tool import Answer, Effects, Tool

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work
    from lambda_triage.reports.contract import Hop, Journey


class Wanted(Evidence, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which request; without an id, examples that failed on their way."""

    id: Annotated[str, Meta(description="Trace, message, correlation id, execution ARN")] | None = (
        None
    )


class Ways(Struct, frozen=True, omit_defaults=True):
    """How many ways were found, and how they end."""

    found: int
    ends: tuple[str, ...]
    next: str


class Stop(Struct, frozen=True, omit_defaults=True):
    """One invocation on the way."""

    trace: str
    function: str
    outcome: str
    attempt: int
    request_id: str | None = None
    time: str | None = None
    duration_ms: float | None = None


def run(asked: Wanted, work: Work) -> Answer:
    """Follow one id, or the examples of a diagnosis."""
    if asked.id is None:
        report, _, _ = work.diagnosed(asked)
        ways = report.journeys
    else:
        from lambda_triage.pipeline.journeys import follow

        with work.gathered(asked) as evidence:
            ways = (follow(asked.id, evidence.paths, stdin=evidence.stdin, progress=work.reading),)
        ways = tuple(way for way in ways if way.hops)
    next = (
        "diagnose the function at which a way stops"
        if ways
        else "nothing carries this id, or no request failed across functions; give another id"
    )
    head = Ways(len(ways), tuple(quoted(way.end) for way in ways), next)
    return Answer(head, tuple(_stop(way, hop) for way in ways for hop in way.hops))


def _stop(way: Journey, hop: Hop) -> Stop:
    return Stop(
        trace=quoted(way.id),
        function=quoted(hop.resource),
        outcome=hop.outcome,
        attempt=hop.attempt,
        request_id=hop.request_id and quoted(hop.request_id),
        time=hop.time,
        duration_ms=hop.duration_ms,
    )


GET_TRACES = Tool(
    name="get_traces",
    title="Follow a request",
    description=(
        "One request's way through several functions by its trace id or any id in the logs, and"
        " where it stops; without id, requests that failed on their way."
    ),
    takes=Wanted,
    run=run,
    head=Ways,
    item=Stop,
    effects=Effects(open_world=True),
)
