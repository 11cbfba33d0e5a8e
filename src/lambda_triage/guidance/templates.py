"""Small complete applications: a SAM template, the handler's code, and an event to try it with."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from lambda_triage.errors import UsageError
from lambda_triage.guidance.events import sources
from lambda_triage.guidance.figures import filled
from lambda_triage.guidance.languages import identifier, language, newest
from lambda_triage.guidance.matching import the_one

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

TEMPLATE = "template.yaml"
RUNTIME = "RUNTIME"  # stands for the runtime's identifier in the stored templates
STORED = ".txt"  # behind the names of stored code, which is no part of this package
CODE = {"python": ".py", "nodejs": ".mjs", "typescript": ".mjs"}


class Template(Struct, frozen=True, forbid_unknown_fields=True):
    """One application; `event` is the source of which its handler gets events."""

    title: str
    words: tuple[str, ...]
    notes: tuple[str, ...]
    event: str | None = None
    name: str = ""


class File(Struct, frozen=True):
    """One file of it; nothing is written."""

    path: str
    content: str


@cache
def templates() -> dict[str, Template]:
    """All templates, by name."""
    told = tomllib.loads(_folder().joinpath("templates.toml").read_text(encoding="utf-8"))
    found = {}
    for name, each in told.items():
        notes = [filled(note) for note in each["notes"]]
        found[name] = msgspec.convert({**each, "notes": notes, "name": name}, Template)
    return found


def find(asked: str) -> Template:
    """The template that a text names. Raises UsageError, with the nearest one."""
    known = templates()
    return known[the_one("template", asked, {name: one.words for name, one in known.items()})]


def written_for(runtime: str | None) -> str:
    """The runtime's identifier that a template is given for. Raises UsageError."""
    if runtime is None:
        return newest("python")
    spoken = language(runtime)
    if spoken not in CODE:
        raise UsageError(
            f"the code is written in Python and JavaScript, not in {spoken}: sam_init with runtime"
            f" {_managed(spoken)} and application_template hello-world makes its code; the"
            " resources are the same with runtime python"
        )
    return identifier(runtime)


def application(template: Template, runtime: str | None) -> tuple[File, ...]:
    """The files of an application for a runtime. Raises UsageError."""
    chosen = written_for(runtime)
    suffix = CODE[language(chosen)] + STORED
    folder = _folder().joinpath("templates", template.name)
    text = folder.joinpath(TEMPLATE).read_text(encoding="utf-8").replace(RUNTIME, chosen)
    code = sorted(
        (each for each in folder.iterdir() if each.name.endswith(suffix)), key=lambda f: f.name
    )
    return (
        File(TEMPLATE, text),
        *(
            File(f"src/{each.name.removesuffix(STORED)}", each.read_text(encoding="utf-8"))
            for each in code
        ),
        *_event(template),
    )


def _event(template: Template) -> tuple[File, ...]:
    if template.event is None:
        return ()
    return (File("events/event.json", sources()[template.event].example.strip() + "\n"),)


def _managed(spoken: str) -> str:
    return "provided.al2023" if spoken in ("go", "rust") else newest(spoken)


def _folder() -> Traversable:
    return files("lambda_triage.guidance")
