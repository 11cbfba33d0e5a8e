"""A template with the errors that have to be told of it, and the files beside it."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.pipeline.validate import validate
from lambda_triage.reports.validation import Level

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.reports.validation import Problem, Validation

PYTHON = {"src/app.py": "def handler(event, context):\n    return 1\n"}
NODE = {"src/app.mjs": "export const handler = async () => 1;\n"}


class Sample(Struct, frozen=True):
    """errors: (line, rule) of each, all of them; warnings: rules that have to be among them."""

    name: str
    text: str
    errors: tuple[tuple[int, str], ...] = ()
    warnings: tuple[str, ...] = ()
    files: dict[str, str] = {}
    file: str = "infra.yaml"

    def written(self, folder: Path) -> Path:
        """The template in a folder of its own, with what stands beside it."""
        path = folder / self.file
        for name, text in {self.file: dedent(self.text).lstrip("\n"), **self.files}.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return path


def told(sample: Sample, folder: Path) -> Validation:
    """Our own checks alone."""
    return validate([str(sample.written(folder))], lint=False)


def errors(validation: Validation) -> tuple[tuple[int, str], ...]:
    """Line and rule of every error."""
    return tuple((p.spot.line, p.rule) for p in _of(validation, Level.ERROR))


def warnings(validation: Validation) -> set[str]:
    """Rules of all warnings."""
    return {p.rule for p in _of(validation, Level.WARNING)}


def _of(validation: Validation, level: Level) -> list[Problem]:
    return [p for p in validation.problems if p.level is level]
