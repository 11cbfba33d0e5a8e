"""What a document shows, for tests that hold it to the program: blocks, commands, links."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path

    import click

FENCED = re.compile(r"^( *)```([^\n`]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


class Shown(Struct, frozen=True):
    """A fenced block: what stands behind the fence, and its text."""

    info: str
    text: str


def blocks(text: str, language: str | None = None) -> list[Shown]:
    """The fenced blocks, of one language or of all."""
    found = [Shown(m[2].strip(), m[3]) for m in FENCED.finditer(text)]
    return [one for one in found if language is None or one.info.split(" ")[0] == language]


def inline(text: str) -> list[str]:
    """What stands in backticks outside of blocks."""
    return INLINE.findall(FENCED.sub("", text))


def commands(text: str) -> list[str]:
    """The command lines of this program, in blocks and in backticks."""
    lines = [line for block in blocks(text) for line in block.text.splitlines()]
    told = [re.split(r"\s{2,}#", line)[0].strip() for line in lines] + inline(text)
    return [line for line in told if line.startswith("lambda-triage ")]


def dead_links(page: Path) -> list[str]:
    """Links to files that are not there."""
    targets = LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    inside = [t for t in targets if not re.match(r"[a-z]+:", t)]
    return [t for t in inside if not (page.parent / t).exists()]


def parsed(line: str) -> click.Context:
    """A command line as the program reads it; click.ClickException where it is refused."""
    from lambda_triage.cli.app import app

    words = shlex.split(line)[1:]
    root = app.make_context("lambda-triage", words[:1], resilient_parsing=True)
    command = app.get_command(root, words[0]) if words[0][0] != "-" else None
    if command is None:
        return app.make_context("lambda-triage", words, resilient_parsing=True)
    # Only options are read, so that no file has to be there.
    context = command.make_context(words[0], [], parent=root, resilient_parsing=True)
    command.make_parser(context).parse_args(words[1:])
    return context
