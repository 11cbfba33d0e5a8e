"""The list of a stats: aggregates become measures, what stands around them comes after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind import calls, literals, words
from lambda_triage.insights.bind.expressions import expression
from lambda_triage.insights.bind.needs import needs
from lambda_triage.insights.bind.scope import Scope, timestamp
from lambda_triage.insights.bind.single import scalar
from lambda_triage.insights.error import QueryError, nearest
from lambda_triage.insights.plan import Column, Constant, Kind, Measure, Ref
from lambda_triage.insights.tree import Call, Name
from lambda_triage.insights.vocabulary import FUNCTION

if TYPE_CHECKING:
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.plan import Expr
    from lambda_triage.insights.tree import Item, Span
    from lambda_triage.insights.vocabulary import Function

_NESTED = "{} cannot stand inside an aggregate: a second stats can read the first one's columns"
_BY_TIME = ("earliest", "latest", "rate")  # they ask for the time of the event
_MOST_TOP = 10_000  # user guide, "topk"


def column_name(item: Item) -> str:
    """The alias, else the words; a field in backticks is named without them."""
    if item.alias is not None:
        return item.alias.name
    return item.value.name if isinstance(item.value, Name) else item.text


class Items(Scope):
    """Inside a stats list: names are its own aliases and keys.

    columns  what stats gives, keys first
    after    columns computed from measures
    """

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        self.columns: dict[str, Column] = {}
        self.words: dict[str, Column] = {}
        self.after: list[tuple[Column, Expr]] = []
        self._measures: dict[str, tuple[Column, Measure]] = {}  # by their words
        self._wanted: str | None = None

    @property
    def measures(self) -> tuple[tuple[Column, Measure], ...]:
        return tuple(self._measures.values())

    def add(self, column: Column, item: Item) -> None:
        self.columns[column.name] = column
        self.words.setdefault(words.normal(item.text), column)

    def item(self, item: Item, name: str) -> tuple[Column, Expr | None]:
        """The column of an item, and what it is computed from where it is no measure itself."""
        count = len(self._measures)
        direct = isinstance(item.value, Call) and _is_aggregate(item.value)
        self._wanted = name if direct else None
        value = expression(item.value, self)
        self._wanted = None
        if direct and isinstance(value, Ref) and len(self._measures) > count:
            return value.column, None
        return self.rows.ids.column(name, value.kind), value

    def name(self, node: Name) -> Expr:
        made = self.columns.get(node.name)
        if made is not None:
            return Ref(made)
        raise QueryError(
            f"{node.name} is neither inside an aggregate nor behind by",
            self.text,
            node.span,
            expected=(f"max({node.name})", f"latest({node.name})", f"by {node.name}"),
            nearest=nearest(node.name, self.columns),
        )

    def known(self, node: object) -> Expr | None:
        """A key by its words: `stats bin(5m), count(*) by bin(5m)`."""
        if isinstance(node, Call) and not _is_aggregate(node):
            made = self.words.get(words.of(node, self.text))
            return None if made is None else Ref(made)
        return None

    def time(self, span: Span) -> Expr:
        raise QueryError("bin() stands behind by", self.text, span)

    def aggregate(self, node: Call, function: Function) -> Expr:
        said = words.of(node, self.text)
        made = self._measures.get(said)
        if made is None:
            measure = Measure(function.name, *self._arguments(node, function))
            name = self._wanted or self.text[node.span.start : node.span.end]
            made = self.rows.ids.column(name, measure.kind), measure
            self._measures[said] = made
        return Ref(made[0])

    def _arguments(self, node: Call, function: Function) -> tuple[tuple[Expr, ...], Kind]:
        if node.star:
            return (), Kind.NUMBER
        known = _constants(node, function, self.text)
        inner = Scope(self.rows, refuse=_NESTED)
        args = calls.arguments(node, function, inner, 1)
        args = tuple(known.get(at, each) for at, each in enumerate(args))
        for arg, written in zip(args, node.args, strict=False):
            scalar(arg, function.name, written, self.rows)
        if function.name in _BY_TIME:
            self._check_time(node)
        if function.gives is not None:
            return args, function.gives
        times = function.name in ("earliest", "latest") and args[0].kind is Kind.TIME
        return args, Kind.NUMBER if times else args[0].kind

    def _check_time(self, node: Call) -> None:
        if not self.rows.events:
            raise QueryError(
                f"{node.function} reads the time of log events, behind {self.rows.after}"
                " there are none",
                self.text,
                node.span,
            )
        time = timestamp(self.rows, node.span)
        self.rows.needed |= needs(time)


def _is_aggregate(node: Call) -> bool:
    function = FUNCTION.get(node.function.lower())
    return function is not None and function.aggregate


def _constants(node: Call, function: Function, text: str) -> dict[int, Constant]:
    """The argument that is one number for all rows, by its place; `100 / 2` is computed here."""
    if function.name == "topk":
        return {0: Constant(_top(node, text), Kind.NUMBER)}
    if function.name == "pct":
        return {1: Constant(_percent(node, text), Kind.NUMBER)}
    return {}


def _percent(node: Call, text: str) -> float:
    percent = literals.number(node.args[1])
    if percent is None or not 0 <= percent <= 100:
        raise QueryError(
            "the percentile is a number from 0 to 100",
            text,
            node.args[1].span,
            expected=("pct(@duration, 99)",),
        )
    return percent


def _top(node: Call, text: str) -> float:
    most = literals.number(node.args[0])
    if most is None or most != int(most) or not 1 <= most <= _MOST_TOP:
        reason = "the first argument of topk is a whole number from 1 to 10,000"
        raise QueryError(reason, text, node.args[0].span)
    if not isinstance(node.args[1], Name):
        raise QueryError("the second argument of topk is a field", text, node.args[1].span)
    return most
