"""parse: texts out of texts, by glob or by regex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind import globs, kinds, regexes
from lambda_triage.insights.bind.expressions import expression
from lambda_triage.insights.bind.scope import Scope
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Extract, Kind
from lambda_triage.insights.tree import Name

if TYPE_CHECKING:
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.tree import ParseGlob, ParseRegex, Span


def glob(node: ParseGlob, rows: Rows) -> None:
    stars = node.pattern.value.count("*")
    if not stars:
        raise QueryError("the pattern of parse has no *", rows.text, node.pattern.span)
    if stars != len(node.names):
        raise QueryError(
            f"* in the pattern: {stars}, names behind as: {len(node.names)}",
            rows.text,
            node.pattern.span,
        )
    names = tuple((each.name, each.span) for each in node.names)
    _extract(node, globs.regex(node.pattern.value), names, rows)


def regex(node: ParseRegex, rows: Rows) -> None:
    place = node.pattern.span
    literal = regexes.Literal(node.pattern.pattern, rows.text, place)
    regexes.check(literal)
    groups = regexes.unnamed(literal)
    pattern, found = regexes.columns(literal, groups and len(node.names))
    if node.names and not groups and len(found) == len(node.names):
        found = ("",) * len(found)  # a sample of the guide names the one group twice
    elif node.names and groups != len(node.names):
        raise QueryError(
            f"groups of the regex without a name: {groups}, names behind as: {len(node.names)}",
            rows.text,
            place,
        )
    given = iter(node.names)
    names = tuple((each, place) if each else _given(next(given)) for each in found)
    if not names:
        raise QueryError(
            "the regex has no group that names a field", rows.text, place, expected=("(?<name>…)",)
        )
    _extract(node, pattern, names, rows, every=node.multi)


def _given(name: Name) -> tuple[str, Span]:
    return name.name, name.span


def _extract(
    node: ParseGlob | ParseRegex,
    pattern: str,
    names: tuple[tuple[str, Span], ...],
    rows: Rows,
    *,
    every: bool = False,
) -> None:
    message = Name(name=kinds.MESSAGE, parts=(kinds.MESSAGE,), span=node.span)
    value = expression(message if node.operand is None else node.operand, Scope(rows))
    seen: set[str] = set()
    for name, span in names:
        if name in seen:
            raise QueryError(f"two fields are named {name}", rows.text, span)
        seen.add(name)
    columns = tuple(rows.make(name, Kind.TEXT) for name, _ in names)
    rows.stages.append(Extract(value, pattern, columns, every))
    if rows.events:
        rows.choose_only()
    for name, _ in names:
        rows.choose(name)
