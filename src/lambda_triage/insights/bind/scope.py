"""What names and aggregates mean at one place of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind import kinds, words
from lambda_triage.insights.error import QueryError, nearest
from lambda_triage.insights.plan import Apply, Constant, Kind, Ref

if TYPE_CHECKING:
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.plan import Expr
    from lambda_triage.insights.tree import Call, Expression, Name, Span
    from lambda_triage.insights.vocabulary import Function

OUTSIDE = "{} is an aggregate, it stands only in stats"


class Scope:
    """Names are those of the rows; aggregates are refused with a sentence.

    key  whether this is a key of stats, where histogram() may stand
    """

    def __init__(self, rows: Rows, *, refuse: str = OUTSIDE, key: bool = False) -> None:
        self.rows = rows
        self.key = key
        self._refuse = refuse

    @property
    def text(self) -> str:
        return self.rows.text

    def name(self, node: Name) -> Expr:
        return resolve(self.rows, node)

    def known(self, node: Expression) -> Expr | None:
        """The column that stats made from the same words."""
        if not self.rows.words:
            return None
        found = self.rows.words.get(words.of(node, self.text))
        return None if found is None else Ref(found)

    def aggregate(self, node: Call, function: Function) -> Expr:
        raise QueryError(self._refuse.format(function.name), self.text, node.span)

    def time(self, span: Span) -> Expr:
        return timestamp(self.rows, span)


def resolve(rows: Rows, node: Name) -> Expr:
    """A name made by the query, a place in a JSON value, a side of a join, a field of the event."""
    made = rows.names.get(node.name)
    if made is not None:
        return Ref(made)
    place = _place(rows, node)
    if place is not None:
        return place
    side = rows.sides.get(node.parts[0]) if len(node.parts) > 1 else None
    if side is not None:
        return side.column(node.parts[1:])
    if rows.events:
        return Ref(rows.field(node.name, node.parts))
    said = rows.words.get(words.normal(node.name)) if rows.words else None
    if said is not None:  # `max(x)` in backticks, where stats gave it an alias
        return Ref(said)
    raise unknown(rows, node.name, node.span)


def timestamp(rows: Rows, span: Span, reader: str = "bin()") -> Expr:
    """The time of the event, which the reader needs."""
    made = rows.names.get(kinds.TIMESTAMP)
    if made is not None:
        return Ref(made)
    if rows.events:
        return Ref(rows.field(kinds.TIMESTAMP, (kinds.TIMESTAMP,)))
    raise QueryError(
        f"Unknown symbols found in or after {rows.after}: {kinds.TIMESTAMP},"
        f" which {reader} reads"
        + (
            "; name the time there, `by bin(5m) as t`, and use datefloor(t, 10m)"
            if reader == "bin()"
            else ""
        ),
        rows.text,
        span,
    )


def unknown(rows: Rows, name: str, span: Span) -> QueryError:
    return QueryError(
        f"Unknown symbols found in or after {rows.after}: {name}",
        rows.text,
        span,
        expected=tuple(rows.names),
        nearest=nearest(name, rows.names),
    )


def get(value: Expr, path: tuple[str, ...], kind: Kind = Kind.TEXT) -> Apply:
    return Apply("get", (value, *(Constant(each, Kind.TEXT) for each in path)), kind)


def _place(rows: Rows, node: Name) -> Expr | None:
    """`a.b.c` where `a.b` or `a` is a name made by the query that holds JSON."""
    for cut in range(len(node.parts) - 1, 0, -1):
        owner = rows.names.get(".".join(node.parts[:cut]))
        if owner is None:
            continue
        rest = node.parts[cut:]
        place = rows.places.get(owner.id)
        if owner.name in rows.fresh and (place is not None or owner.kind is Kind.JSON):
            raise QueryError(
                f"{owner.name} is made by this command, its parts can be read in the next one",
                rows.text,
                node.span,
            )
        if place is not None:
            return get(place[0], (*place[1], *rest))
        if owner.kind is Kind.JSON:
            return get(Ref(owner), rest)
        if owner.id in rows.elements:
            return get(Apply("jsonParse", (Ref(owner),), Kind.JSON), rest)
    return None
