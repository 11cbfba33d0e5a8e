"""Rows in the middle of a query: the common table expression that gives them, and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Relation(Struct, frozen=True):
    """Rows under the name of a common table expression.

    columns  SQL of each column of the plan, by id
    ties     what orders rows that are equal otherwise: total, over the columns of `name`
    time     whether `_t` and `_n`, time and number of the event, are there
    lead     what comes before any order: the row of totals is the last one
    """

    name: str
    columns: Mapping[str, exp.Expr]
    ties: tuple[exp.Ordered, ...]
    time: bool = False
    lead: tuple[exp.Ordered, ...] = ()


class Ctes:
    """The common table expressions of one statement, in order, and the names in use."""

    def __init__(self) -> None:
        self.expressions: list[tuple[str, exp.Query]] = []
        self._names = 0

    def add(self, query: exp.Query) -> str:
        """Name a query."""
        name = f"s{len(self.expressions)}"
        self.expressions.append((name, query))
        return name

    def fresh(self, ids: Iterable[str]) -> dict[str, str]:
        """A name in SQL for each id: ids may differ in case only, which SQL does not see."""
        names = {}
        for each in ids:
            names[each] = f"c{self._names}"
            self._names += 1
        return names

    def hidden(self) -> str:
        """A name for a column that the plan does not know."""
        self._names += 1
        return f"h{self._names}"

    def select(self, last: exp.Select) -> exp.Select:
        """The whole statement."""
        for name, query in self.expressions:
            last = last.with_(name, as_=query, copy=False)
        return last


def column(name: str) -> exp.Column:
    """A column by its own name."""
    return exp.column(name, quoted=True)


def ascending(value: exp.Expr) -> exp.Ordered:
    """Ascending, missing first."""
    return exp.Ordered(this=value, desc=False, nulls_first=True)


def descending(value: exp.Expr) -> exp.Ordered:
    """Descending, missing last: the exact reverse."""
    return exp.Ordered(this=value, desc=True, nulls_first=False)
