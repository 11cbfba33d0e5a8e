"""Options of the commands that ask AWS: the target, the window, and as whom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lambda_triage.errors import UsageError
from lambda_triage.pipeline.target import Target, window

if TYPE_CHECKING:
    from collections.abc import Callable

    F = TypeVar("F", bound=Callable[..., Any])

CALLS = 1_000  # calls of one collection, unless told

_TARGET = (
    click.option(
        "--function", "functions", multiple=True, help="Function: name or ARN; repeatable."
    ),
    click.option("--stack", help="CloudFormation stack: all its functions."),
    click.option("--qualifier", help="Version or alias of the function."),
    click.option("--since", help="How far back: 90m, 3h, 2d, 1w.  [default: 3h]"),
    click.option("--window", "between", help="BEGIN/END, as 2026-11-20T08:00Z/2026-11-20T09:30Z."),
    click.option(
        "--budget",
        type=click.IntRange(min=1),
        default=CALLS,
        show_default=True,
        help="Calls of AWS at most.",
    ),
)
_ACCESS = (
    click.option("--profile", help="Profile of the AWS configuration."),
    click.option("--region", help="Region."),
    click.option("--role-arn", help="Role to assume first."),
)


def target_options(command: F) -> F:
    """What to collect, and how much."""
    for option in reversed((*_TARGET, *_ACCESS)):
        command = option(command)
    return command


def access_options(command: F) -> F:
    """As whom, and where."""
    for option in reversed(_ACCESS):
        command = option(command)
    return command


def target(
    functions: tuple[str, ...],
    stack: str | None,
    qualifier: str | None,
    since: str | None,
    between: str | None,
) -> Target:
    """The target of the options. Raises UsageError where they contradict each other."""
    if functions and stack:
        raise UsageError("--function and --stack contradict each other; give one")
    if qualifier and len(functions) != 1:
        raise UsageError("--qualifier belongs to one --function")
    start_ms, end_ms = window(since, between, datetime.now(UTC))
    return Target(start_ms, end_ms, functions, stack, qualifier)
