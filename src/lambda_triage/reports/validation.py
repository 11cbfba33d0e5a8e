"""What a validation says: problems of templates, each at its place, and what was not looked at."""

from __future__ import annotations

from enum import StrEnum

import msgspec
from msgspec import Struct

SCHEMA = 1  # of the JSON below; grows only when a field changes its meaning


class Level(StrEnum):
    """What a problem does to the template."""

    ERROR = "error"  # refused, or it cannot work as it is written
    WARNING = "warning"  # it works until something else goes wrong
    INFO = "info"  # advice


class Spot(Struct, frozen=True, order=True):
    """Line and column of a file, both from 1."""

    line: int = 1
    column: int = 1


class Problem(Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a template.

    rule      of the catalogue (`queues/visibility-timeout`), of validate, or of cfn-lint (`E3012`)
    also      rules of the other linter that say the same; they are not listed again
    resource  what it is about, as exceptions name it
    page      address that explains it; None where `lambda-triage explain RULE` does
    fix       what to change; None where nobody knows more than the message
    """

    file: str
    spot: Spot
    level: Level
    rule: str
    message: str
    resource: str = ""
    page: str | None = None
    fix: str | None = None
    also: tuple[str, ...] = ()


class AcceptedProblem(Struct, frozen=True):
    """A problem that the team's exceptions took out, and their reason."""

    problem: Problem
    reason: str


class Rule(Struct, frozen=True):
    """A rule that spoke: its title, and its page as Markdown where it is the project's own."""

    id: str
    title: str
    page: str | None = None
    text: str | None = None


class Validation(Struct, frozen=True, kw_only=True):
    """The whole answer.

    templates  files that were read, in their order
    problems   by file, place and rule
    notes      what was not looked at, and how it can be
    whole      False where a linter or a check crashed: nothing may be concluded from silence
    """

    tool_version: str
    templates: tuple[str, ...]
    problems: tuple[Problem, ...]
    accepted: tuple[AcceptedProblem, ...] = ()
    notes: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    whole: bool = True

    def count(self, level: Level) -> int:
        """How many problems are of a level."""
        return sum(problem.level is level for problem in self.problems)


class _Row(Struct, frozen=True, omit_defaults=True):
    file: str
    line: int
    column: int
    level: Level
    rule: str
    message: str
    resource: str = ""
    page: str | None = None
    fix: str | None = None
    also: tuple[str, ...] = ()
    accepted: str | None = None


class _Told(Struct, frozen=True):
    schema: int
    tool_version: str
    templates: tuple[str, ...]
    problems: tuple[_Row, ...]
    accepted: tuple[_Row, ...]
    notes: tuple[str, ...]
    counts: dict[str, int]
    whole: bool


def render_json(validation: Validation) -> bytes:
    """The answer for machines: one object, problems in a list."""
    told = _Told(
        SCHEMA,
        validation.tool_version,
        validation.templates,
        tuple(_row(p) for p in validation.problems),
        tuple(_row(a.problem, a.reason) for a in validation.accepted),
        validation.notes,
        {level.value: validation.count(level) for level in Level},
        validation.whole,
    )
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


def _row(problem: Problem, accepted: str | None = None) -> _Row:
    return _Row(
        problem.file,
        problem.spot.line,
        problem.spot.column,
        problem.level,
        problem.rule,
        problem.message,
        problem.resource,
        problem.page,
        problem.fix,
        problem.also,
        accepted,
    )
