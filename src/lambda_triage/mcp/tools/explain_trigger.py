"""`explain_trigger`: would this event have invoked the function, and if not, at which edge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta, Struct

from lambda_triage.errors import UsageError
from lambda_triage.mcp.inputs import MOST_PATHS, TEXT_LIMIT, Name
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.tool import Answer, Tool

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work
    from lambda_triage.pipeline.trigger import Explained, Step
    from lambda_triage.pipeline.trigger.way import Way

NEXT = {
    "yes": "the event passes; if nothing ran, diagnose the function's own evidence",
    "no": "change what the first closed step names, and ask again",
    "unknown": "collect the configuration that the unknown steps name",
}


class Event(Struct, frozen=True, forbid_unknown_fields=True):
    """A sample event and the recorded configuration."""

    event: Annotated[
        str | dict[str, Any],
        Meta(description="Sample event as its service writes it: JSON, object or a file's path"),
    ]
    paths: Annotated[
        tuple[Name, ...],
        Meta(max_length=MOST_PATHS, description="Rules, mappings, policies, templates, bundles"),
    ]
    function: Annotated[Name, Meta(description="Only ways to this one")] | None = None
    carrier: Annotated[Name, Meta(description="Of a bare body: sqs, sns …")] | None = None


class Decided(Struct, frozen=True, omit_defaults=True):
    """Whether any way is open."""

    answer: str
    carrier: str
    next: str


class Edge(Struct, frozen=True, omit_defaults=True):
    """One step of the way; `what` is state, filter, target, permission or function."""

    what: str
    answer: str
    why: str
    clause: str | None = None
    source: str | None = None


class Path_(Struct, frozen=True, omit_defaults=True):  # noqa: N801  # `Path` is a file's
    """One way from the source to a function."""

    by: str
    function: str
    answer: str
    steps: tuple[Edge, ...] = ()


def run(asked: Event, work: Work) -> Answer:
    """Decide every way, the open ones first."""
    from lambda_triage.pipeline.trigger import explain_trigger

    paths = work.paths(asked.paths)
    if not paths:
        raise UsageError("no configuration; give paths of rules, mappings, policies or templates")
    found = explain_trigger(
        _text(asked.event), paths, carrier=asked.carrier, function=asked.function
    )
    ways = tuple(_way(found, way) for way in found.ways)
    return Answer(Decided(found.answer, found.carrier, NEXT[found.answer]), ways)


def _text(event: str | dict[str, Any]) -> str:
    if not isinstance(event, str):
        return msgspec.json.encode(event).decode()
    if event.lstrip()[:1] in ("{", "[") or "\n" in event:
        return event
    try:
        with Path(event).open("rb") as file:
            return file.read(TEXT_LIMIT).decode("utf-8")
    except (OSError, UnicodeDecodeError, ValueError):
        raise UsageError(
            f"event is neither JSON nor a readable file: {event[:60]!r}; give the event's JSON"
        ) from None


def _way(found: Explained, way: Way) -> Path_:
    return Path_(
        by=quoted(way.by),
        function=quoted(way.function),
        answer=way.answer,
        steps=tuple(_edge(found, step) for step in way.steps),
    )


def _edge(found: Explained, step: Step) -> Edge:
    at = step.place
    source = found.inputs[at.input] if at and 0 <= at.input < len(found.inputs) else ""
    place = f"{source} {at.path or ''}".strip() if at else ""
    return Edge(
        what=step.what,
        answer=step.answer,
        why=quoted(step.why),
        clause=step.clause and quoted(step.clause),
        source=quoted(place) if place else None,
    )


EXPLAIN_TRIGGER = Tool(
    name="explain_trigger",
    title="Explain a trigger",
    description=(
        "Whether a sample event would have invoked a function, edge by edge: state, filter, target,"
        " permission; names the first closed edge and its clause. Offline."
    ),
    takes=Event,
    run=run,
    head=Decided,
    item=Path_,
)
