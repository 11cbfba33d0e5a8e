"""`get_lambda_event_schemas`: what a function gets from an event source, and has to answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct

from lambda_triage.mcp.inputs import Name  # noqa: TC001  # msgspec resolves it
from lambda_triage.mcp.tool import Answer, Tool

if TYPE_CHECKING:
    from lambda_triage.guidance.events import Source
    from lambda_triage.mcp.work import Work

NEXT = "try a handler with the example: sam_local_invoke; a rule or filter with it: explain_trigger"


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """Which events, for which runtime."""

    event_source: Annotated[Name, Meta(description="sqs, api-gw, s3, cognito, lambda@edge …")]
    runtime: Annotated[Name, Meta(description="python3.14, typescript, java, go …")] = "python"


class Found(Struct, frozen=True):
    """The sources that the name stands for."""

    sources: tuple[str, ...]
    language: str
    package: str | None
    next: str = NEXT


class Part(Struct, frozen=True, omit_defaults=True):
    """One part of what is told of a source."""

    source: str
    title: str | None = None
    invoked: str | None = None
    response: str | None = None
    imports: tuple[str, ...] = ()
    limits: dict[str, str] = {}
    docs: str | None = None
    as_of: str | None = None
    traps: tuple[str, ...] = ()
    example: dict[str, Any] | None = None
    schema: dict[str, Any] | None = None


def run(asked: Asked, work: Work) -> Answer:
    """Tell of each source that the name stands for."""
    from lambda_triage.guidance.events import find
    from lambda_triage.guidance.languages import PACKAGES, language

    spoken = language(asked.runtime)
    sources = find(asked.event_source)
    head = Found(tuple(each.name for each in sources), spoken, PACKAGES.get(spoken))
    return Answer(head, tuple(part for each in sources for part in _parts(each, spoken)))


def _parts(source: Source, spoken: str) -> tuple[Part, ...]:
    from lambda_triage.guidance.figures import figure
    from lambda_triage.guidance.languages import imports

    about = Part(
        source=source.name,
        title=source.title,
        invoked=source.invoked,
        response=source.response,
        imports=imports(source.name, spoken) or ("no type in any package: take the schema",),
        limits={name: figure(name) for name in source.limits},
        docs=source.source,
        as_of=source.as_of,
    )
    return (
        about,
        Part(source=source.name, traps=source.traps),
        Part(source=source.name, example=json.loads(source.example)),
        Part(source=source.name, schema=source.schema()),
    )


GET_LAMBDA_EVENT_SCHEMAS = Tool(
    name="get_lambda_event_schemas",
    title="Event schemas",
    description=(
        "The event a function gets from a source: JSON Schema, valid example, traps, what it has to"
        " answer, the type to import. Offline."
    ),
    takes=Asked,
    run=run,
    item=Part,
    heavy=False,
)
