"""SOURCE: which log groups are read, and from when to when."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lambda_triage.insights.bind import kinds, periods
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Apply, Constant, Kind, Ref, Where

if TYPE_CHECKING:
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.plan import Expr
    from lambda_triage.insights.tree import Source

# User guide, "SOURCE": most in one list.
_MOST_PREFIXES = 5
_MOST_ACCOUNTS = 20
_RELATIVE = re.compile(r"(?:now)?\s*([+-]?\d+)\s*([a-z]+)", re.IGNORECASE)
_UNITS = {"min": "m", "hr": "h", "hour": "h", "day": "d", "sec": "s", "week": "w"}
_SECONDS = 100_000_000_000  # a larger number counts milliseconds (seconds until the year 5138)


def source(node: Source, rows: Rows) -> None:
    """Restrict the rows; a group that ends in `*` stands for all that begin so."""
    _refuse(node, rows)
    rows.groups = (*node.groups, *(f"{each}*" for each in node.prefixes)) or None
    conditions = [*_accounts(node, rows), *_window(node, rows)]
    rows.stages.extend(Where(each) for each in conditions)


def _refuse(node: Source, rows: Rows) -> None:
    if node.data_sources:
        reason = "dataSource is not implemented: exported logs do not name theirs"
        raise QueryError(reason, rows.text, node.span, expected=("a log group",))
    if any(each.upper() != "STANDARD" for each in node.classes):
        reason = "class is not implemented: exported logs do not name the class of their group"
        raise QueryError(reason, rows.text, node.span)
    if len(node.prefixes) > _MOST_PREFIXES:
        raise QueryError("SOURCE takes at most 5 prefixes", rows.text, node.span)
    if len(node.accounts) > _MOST_ACCOUNTS:
        raise QueryError("SOURCE takes at most 20 accounts", rows.text, node.span)


def _accounts(node: Source, rows: Rows) -> list[Expr]:
    if not node.accounts:
        return []
    log = Ref(rows.field(kinds.LOG, (kinds.LOG,)))
    found: Expr | None = None
    for account in node.accounts:
        prefix = Constant(f"{account}:", Kind.TEXT)
        one = Apply("startsWith", (log, prefix), Kind.TRUTH)
        found = one if found is None else Apply("or", (found, one), Kind.TRUTH)
    return [] if found is None else [found]


def _window(node: Source, rows: Rows) -> list[Expr]:
    """Both ends are part of the window, as those of StartQuery are."""
    ends = ((">=", node.start), ("<=", node.end))
    made: list[Expr] = []
    for operator, word in ends:
        if word is not None:
            time = Ref(rows.field(kinds.TIMESTAMP, (kinds.TIMESTAMP,)))
            limit = Constant(float(_moment(word, node, rows)), Kind.NUMBER)
            made.append(Apply(operator, (time, limit), Kind.TRUTH))
    return made


def _moment(word: str, node: Source, rows: Rows) -> int:
    """`now`, `-1d`, `now-2h`, seconds, milliseconds or ISO 8601 (UTC) as milliseconds."""
    now = rows.clock.now_ms
    if word.lower() == "now":
        return now
    if re.fullmatch(r"\d+", word) and len(word) <= 15:  # the calendar of Python ends there
        return int(word) if int(word) > _SECONDS else int(word) * 1_000
    relative = _RELATIVE.fullmatch(word)
    if relative is not None and len(relative.group(1)) <= 9:
        unit = relative.group(2).lower()
        unit = _UNITS.get(unit.removesuffix("s"), unit)
        length = periods.LENGTH.get(unit)
        if length is not None:
            return now + int(relative.group(1)) * length
    try:
        return _iso(word)
    except ValueError:
        raise QueryError(
            f"{word[:40]} is no time",
            rows.text,
            node.span,
            expected=("now", "-1d", "1700000000", "2026-01-31T12:00:00Z"),
        ) from None


def _iso(word: str) -> int:
    moment = datetime.fromisoformat(word)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000)
