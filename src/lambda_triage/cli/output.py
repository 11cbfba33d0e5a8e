"""Where reports go: the terminal at its width, or a file."""

from __future__ import annotations

import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from lambda_triage.reports.contract import Report

    F = TypeVar("F", bound=Callable[..., Any])


class Format(StrEnum):
    """Forms of the answer."""

    terminal = "terminal"
    json = "json"
    markdown = "markdown"
    html = "html"


def formats(plain: str) -> Callable[[F], F]:
    """The option of commands that answer in plain words or in JSON."""
    return click.option(
        "--format",
        "-f",
        "form",
        type=click.Choice([plain, "json"]),
        default=plain,
        show_default=True,
        help="Form of the answer.",
    )


THREADS = click.option(
    "--threads",
    type=click.IntRange(min=1),
    default=min(os.cpu_count() or 1, 4),
    help="Processes to read with; the answer does not depend on it.",
)


def render(report: Report, format: Format, *, details: bool, color: bool, width: int) -> bytes:
    """The report in one form."""
    match format:
        case Format.json:
            from lambda_triage.reports import json

            return json.render(report)
        case Format.markdown:
            from lambda_triage.reports import markdown

            return markdown.render(report).encode()
        case Format.html:
            from lambda_triage.reports import html

            return html.render(report).encode()
        case Format.terminal:
            from lambda_triage.reports import terminal

            return terminal.render(report, width=width, color=color, details=details).encode()


def wants_color() -> bool:
    """Colour on a terminal, unless NO_COLOR is set (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def terminal_width() -> int:
    """Columns of the terminal; 80 where there is none. COLUMNS overrides."""
    return max(20, shutil.get_terminal_size((80, 24)).columns)


def write(data: bytes, output: Path | None) -> None:
    """To *output*, or to standard output."""
    if output is not None:
        try:
            output.write_bytes(data)
        except OSError as error:
            raise UsageError(
                f"cannot write {output}: {error.strerror}; choose another --output"
            ) from None
        return
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def calls() -> Callable[[int, int], None] | None:
    """A line on standard error for a collection: calls done, of those that were found to be due."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, due: int) -> None:
        end = "\r\033[K" if done >= due else ""
        print(f"\rasked AWS {done} of {due} calls{end}", end="", file=sys.stderr)

    return show


def progress() -> Callable[[int, int], None] | None:
    """A progress line on standard error for long reads; None where nobody watches."""
    if not sys.stderr.isatty():
        return None
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // total if total else 100
        if percent != shown:
            shown = percent
            end = "\r\033[K" if percent >= 100 else ""
            print(f"\rreading {percent:3d} % of {total / 1e9:.2f} GB{end}", end="", file=sys.stderr)

    return show
