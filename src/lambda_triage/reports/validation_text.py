"""A validation as compilers print it, or as annotations of a GitHub workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.reports.validation import Level
from lambda_triage.reports.visible import one_line

if TYPE_CHECKING:
    from lambda_triage.reports.validation import Problem, Validation

COLORS = {Level.ERROR: "31", Level.WARNING: "33", Level.INFO: "36"}  # ANSI: red, yellow, cyan
COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}
LONGEST = 1_000  # characters of one sentence


def render_text(validation: Validation, *, color: bool = False) -> str:
    """`file:line:column: level: sentence [rule]`, the fix below it, and the count at the end."""
    lines: list[str] = []
    for problem in validation.problems:
        lines.append(_line(problem, color))
        if problem.fix:
            lines.append(f"    fix: {one_line(problem.fix, LONGEST)}")
        if problem.page:
            lines.append(f"    see: {one_line(problem.page, LONGEST)}")
    for accepted in validation.accepted:
        reason = one_line(accepted.reason, LONGEST)
        lines.append(f"{_line(accepted.problem, color)} (accepted: {reason})")
    lines += [f"note: {one_line(note, LONGEST)}" for note in validation.notes]
    own = next((p.rule for p in validation.problems if "/" in p.rule), None)
    more = [f"more: lambda-triage explain {own}"] if own else []
    return "\n".join([*lines, *more, summary(validation)]) + "\n"


def summary(validation: Validation) -> str:
    """`2 errors, 1 warning, 0 hints in 3 templates`."""
    words = ((Level.ERROR, "error"), (Level.WARNING, "warning"), (Level.INFO, "hint"))
    counts = [_counted(validation.count(level), word) for level, word in words]
    accepted = f", {len(validation.accepted)} accepted" if validation.accepted else ""
    return f"{', '.join(counts)}{accepted} in {_counted(len(validation.templates), 'template')}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _line(problem: Problem, color: bool) -> str:
    level = problem.level.value
    if color:
        level = f"\033[{COLORS[problem.level]}m{level}\033[0m"
    rules = ", ".join((problem.rule, *problem.also))
    place = f"{one_line(problem.file)}:{problem.spot.line}:{problem.spot.column}"
    return f"{place}: {level}: {one_line(problem.message, LONGEST)} [{rules}]"


def render_github(validation: Validation) -> str:
    """Workflow commands: GitHub shows them at their lines of a pull request.

    Source: GitHub Actions guide, "Workflow commands", 2026.
    """
    lines = [_annotation(problem) for problem in validation.problems]
    lines += [f"::notice::{_data(note)}" for note in validation.notes]
    return "\n".join([*lines, summary(validation)]) + "\n"


def _annotation(problem: Problem) -> str:
    properties = {
        "file": problem.file,
        "line": str(problem.spot.line),
        "col": str(problem.spot.column),
        "title": problem.rule,
    }
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    fix = f"\nFix: {one_line(problem.fix, LONGEST)}" if problem.fix else ""
    words = f"{one_line(problem.message, LONGEST)}{fix}"
    return f"::{COMMANDS[problem.level]} {told}::{_data(words)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
