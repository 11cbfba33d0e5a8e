"""A plan: what would be run, written and changed, as data, so that it can be shown before it is."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Command(Struct, frozen=True):
    """One program to run: its words, never a line for a shell.

    limit_s      seconds after which it is stopped
    keep         characters of its output that are kept, at the beginning and at the end alike
    environment  what is set for it beside the environment it is run in; nothing secret
    """

    argv: tuple[str, ...]
    cwd: str
    limit_s: float
    keep: int = 64_000
    environment: Mapping[str, str] = {}

    def line(self) -> str:
        """The command as a person would type it in a POSIX shell."""
        told = [f"{name}={shlex.quote(value)}" for name, value in self.environment.items()]
        return " ".join([*told, shlex.join(self.argv)])


class Move(Struct, frozen=True):
    """Something that is kept under another name before its place is taken."""

    source: str
    target: str


class Plan(Struct, frozen=True):
    """What an action will do, in order: moves, then commands.

    creates   files and folders that are not there yet
    replaces  files and folders whose contents are lost
    aws       what changes in the account
    """

    commands: tuple[Command, ...] = ()
    moves: tuple[Move, ...] = ()
    creates: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    aws: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """The plan in words, one step a line."""
        for move in self.moves:
            yield f"keep {move.source} as {move.target}"
        for command in self.commands:
            yield f"run in {command.cwd}, at most {command.limit_s:.0f} s: {command.line()}"
        for path in self.creates:
            yield f"create {path}"
        for path in self.replaces:
            yield f"replace {path}"
        for effect in self.aws:
            yield f"AWS: {effect}"
