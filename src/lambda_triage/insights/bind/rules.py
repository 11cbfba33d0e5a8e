"""Which command may stand where: the rules of order, before anything is looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind import words
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.tree import (
    AppendCols,
    Dedup,
    Estimate,
    Join,
    Limit,
    Pattern,
    Sort,
    Stats,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lambda_triage.insights.tree import Command, Query

MOST_STATS = 10  # user guide, "stats": cannot be changed
MOST_JOINS = 1
MOST_COMMANDS = 1_000  # what a tree can be walked for; AWS ends at 10,000 characters


def check(query: Query, text: str, *, nested: bool) -> None:
    """Raise at the first command that stands where it may not.

    The words before the colon are the service's own.
    """
    commands = query.commands
    if len(commands) > MOST_COMMANDS:
        raise QueryError("a query has at most 1,000 commands", text, commands[MOST_COMMANDS].span)
    for at, command in enumerate(commands):
        for rule in _RULES:
            reason = rule(command, commands[:at], commands[at + 1 :])
            if reason is not None:
                word, span = words.command(command, text)
                raise QueryError(reason.format(f"unexpected symbol found {word}"), text, span)
        if nested and isinstance(command, AppendCols):
            _, span = words.command(command, text)
            raise QueryError("a subquery holds no other subquery", text, span)


def _after_dedup(
    command: Command, before: Sequence[Command], after: Sequence[Command]
) -> str | None:
    late = any(isinstance(each, Dedup) for each in before)
    if late and not isinstance(command, Limit | Estimate):
        return "{}: after dedup only limit may follow"
    return None


def _before_stats(
    command: Command, before: Sequence[Command], after: Sequence[Command]
) -> str | None:
    if isinstance(command, Sort | Limit) and any(isinstance(each, Stats) for each in after):
        return "{}: sort and limit come after the last stats"
    return None


def _pattern(command: Command, before: Sequence[Command], after: Sequence[Command]) -> str | None:
    if not isinstance(command, Pattern):
        return None
    if any(isinstance(each, Sort) for each in before):
        return "{}: pattern comes before sort"
    if any(isinstance(each, Stats) for each in (*before, *after)):
        return "{}: pattern and stats cannot stand in one query"
    if any(isinstance(each, Pattern) for each in before):
        return "{}: a query has one pattern at most"
    return None


def _counts(command: Command, before: Sequence[Command], after: Sequence[Command]) -> str | None:
    if isinstance(command, Stats) and sum(isinstance(b, Stats) for b in before) >= MOST_STATS:
        return "{}: a query has at most 10 stats commands"
    if isinstance(command, Join) and sum(isinstance(b, Join) for b in before) >= MOST_JOINS:
        return "{}: a query has at most one join"
    return None


def _estimate(command: Command, before: Sequence[Command], after: Sequence[Command]) -> str | None:
    if any(isinstance(each, Estimate) for each in before):
        return "{}: estimate is the last command"
    return None


_RULES: tuple[Callable[[Command, Sequence[Command], Sequence[Command]], str | None], ...] = (
    _after_dedup,
    _before_stats,
    _pattern,
    _counts,
    _estimate,
)
