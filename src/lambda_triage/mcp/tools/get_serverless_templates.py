"""`get_serverless_templates`: small complete applications, as files; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from lambda_triage.mcp.inputs import Name  # noqa: TC001  # msgspec resolves it
from lambda_triage.mcp.tool import Answer, Tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.guidance.templates import File
    from lambda_triage.mcp.work import Work

PART = 2_000  # characters of a file in one item, so that no page cuts it
NEXT = "write the files, then sam_build, sam_local_invoke with events/event.json, sam_deploy"


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """Which application, for which runtime."""

    template_type: Annotated[
        Name, Meta(description="api, web app, queue, s3, cron, workflow … or a sentence")
    ]
    runtime: Annotated[Name, Meta(description="python (default), nodejs, or a version")] | None = (
        None
    )


class Found(Struct, frozen=True):
    """The application that was chosen."""

    template: str
    title: str
    runtime: str
    event: str | None
    notes: tuple[str, ...]
    files: tuple[str, ...]
    others: tuple[str, ...]
    next: str = NEXT


class Piece(Struct, frozen=True, omit_defaults=True):
    """A file, or one part of a longer one: the parts in their order are the file."""

    path: str
    content: str
    part: str | None = None


def run(asked: Asked, work: Work) -> Answer:
    """Choose the application and give its files."""
    from lambda_triage.guidance.templates import application, find, templates, written_for

    chosen = find(asked.template_type)
    files = application(chosen, asked.runtime)
    head = Found(
        template=chosen.name,
        title=chosen.title,
        runtime=written_for(asked.runtime),
        event=chosen.event,
        notes=chosen.notes,
        files=tuple(file.path for file in files),
        others=tuple(name for name in templates() if name != chosen.name),
    )
    return Answer(head, tuple(piece for file in files for piece in _pieces(file)))


def _pieces(file: File) -> Iterator[Piece]:
    """The file in parts of whole lines."""
    parts = [""]
    for line in file.content.splitlines(keepends=True):
        if parts[-1] and len(parts[-1]) + len(line) > PART:
            parts.append("")
        parts[-1] += line
    for number, content in enumerate(parts, 1):
        many = len(parts) > 1
        yield Piece(file.path, content, f"{number} of {len(parts)}" if many else None)


GET_SERVERLESS_TEMPLATES = Tool(
    name="get_serverless_templates",
    title="Application templates",
    description=(
        "A small complete SAM application for a kind of project: template, handler, event, checked"
        " before it shipped. Gives files, writes none. Offline."
    ),
    takes=Asked,
    run=run,
    item=Piece,
    heavy=False,
)
