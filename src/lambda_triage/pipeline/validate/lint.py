"""cfn-lint with the serverless rules, in a process of its own, beside our own checks.

It takes seconds to load, so it is started first and asked last. It knows SAM's resources
as they are, without transforming them; it honours Metadata and .cfnlintrc as always.
"""

from __future__ import annotations

import glob
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from lambda_triage.reports.validation import Level, Problem, Rule, Spot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambda_triage.pipeline.validate.find import Part

# -P keeps the project's own folder out of the search for modules: it may hold a `cfnlint`.
PROGRAM = ("-P", "-c", "from cfnlint.runner import main; main()")
SERVERLESS = "cfn_lint_serverless.rules"
TIME_LIMIT_S = 300
MISSING = (
    "cfn-lint was not run: it is not installed; `pip install 'lambda-triage[validate]'` adds it"
)
NO_RULES = (
    "the serverless rules of cfn-lint were not run: `pip install 'lambda-triage[validate]'` adds"
    " them"
)


class _At(Struct, frozen=True, rename="pascal"):
    line_number: int = 1
    column_number: int = 1


class _Location(Struct, frozen=True, rename="pascal"):
    start: _At
    path: tuple[str | int, ...] | None = None


class _Rule(Struct, frozen=True, rename="pascal"):
    id: str
    short_description: str = ""
    source: str = ""


class _Match(Struct, frozen=True, rename="pascal"):
    level: str
    message: str
    filename: str
    rule: _Rule
    location: _Location


class Linted(Struct, frozen=True):
    """Problems, the rules that spoke, what has to be said beside them, and whether it failed."""

    problems: tuple[Problem, ...] = ()
    rules: tuple[Rule, ...] = ()
    notes: tuple[str, ...] = ()
    failed: bool = False


class Lint:
    """One run over all templates; `answer` waits for it."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._names = {os.path.realpath(p.path): p.name for p in parts}
        self._notes: list[str] = []
        self._running: subprocess.Popen[bytes] | None = None
        if not parts:
            return
        if not _is_there("cfnlint"):
            self._notes.append(MISSING)
            return
        command = [sys.executable, *PROGRAM, "--format", "json"]
        if _is_there("cfn_lint_serverless"):
            command += ["--append-rules", SERVERLESS]
        else:
            self._notes.append(NO_RULES)
        command += ["--template", *(glob.escape(path) for path in sorted(self._names))]
        self._running = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
        )

    def answer(self) -> Linted:
        """What cfn-lint says. A failure of its own is a note, never silence."""
        running = self._running
        if running is None:
            return Linted(notes=tuple(self._notes))
        try:
            out, err = running.communicate(timeout=TIME_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.stop()
            return self._failed(f"it took longer than {TIME_LIMIT_S} s")
        try:
            matches = msgspec.json.decode(out, type=tuple[_Match, ...])
        except msgspec.DecodeError:
            lines = err.decode("utf-8", "replace").strip().splitlines()
            told = lines[-1][:300] if lines else f"it ended with status {running.returncode}"
            return self._failed(told)
        problems = tuple(_problem(m, self._names) for m in matches)
        rules = {m.rule.id: _rule(m.rule) for m in matches}
        return Linted(problems, tuple(rules.values()), tuple(self._notes))

    def stop(self) -> None:
        """End the process, if it still runs."""
        if self._running is not None and self._running.poll() is None:
            self._running.kill()
            self._running.communicate()

    def _failed(self, why: str) -> Linted:
        return Linted(notes=(*self._notes, f"cfn-lint gave no answer: {why}"), failed=True)


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _problem(match: _Match, names: Mapping[str, str]) -> Problem:
    start = match.location.start
    path = match.location.path or ()
    id = str(path[1]) if len(path) > 1 and path[0] == "Resources" else ""
    return Problem(
        file=names.get(os.path.realpath(match.filename), Path(match.filename).as_posix()),
        spot=Spot(max(1, start.line_number), max(1, start.column_number)),
        level=_level(match),
        rule=match.rule.id,
        message=match.message,
        resource=f"?:{id}" if id else "",
        page=_page(match.rule),
    )


def _level(match: _Match) -> Level:
    """The serverless rules are opinions about good practice: none of them stops a deployment."""
    if match.rule.id[1:2] == "S":
        return Level.WARNING if match.level == "Error" else Level.INFO
    return {"Error": Level.ERROR, "Warning": Level.WARNING}.get(match.level, Level.INFO)


def _page(rule: _Rule) -> str | None:
    return rule.source if rule.source.startswith("https://") else None


def _rule(rule: _Rule) -> Rule:
    return Rule(rule.id, rule.short_description or rule.id, _page(rule))
