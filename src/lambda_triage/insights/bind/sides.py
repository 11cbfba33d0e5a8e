"""The two sides of a join: what `a.x` and `b.y` mean behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lambda_triage.insights.bind.scope import resolve
from lambda_triage.insights.plan import Column, Extend, Plan, Ref, Scan
from lambda_triage.insights.tree import Name

if TYPE_CHECKING:
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.plan import Expr
    from lambda_triage.insights.tree import Span


class Side(Protocol):
    def column(self, parts: tuple[str, ...]) -> Expr: ...


class Left:
    """The rows before the join, under a prefix."""

    def __init__(self, rows: Rows, span: Span) -> None:
        self._rows = rows
        self._span = span

    def column(self, parts: tuple[str, ...]) -> Expr:
        return resolve(self._rows, Name(name=".".join(parts), parts=parts, span=self._span))


class Right:
    """The other log: each field that the query names becomes a column of its plan."""

    def __init__(self, outer: Rows, inner: Rows, prefix: str) -> None:
        self._outer = outer
        self._inner = inner
        self._prefix = prefix
        self._columns: dict[tuple[str, ...], tuple[Column, Column]] = {}

    def column(self, parts: tuple[str, ...]) -> Expr:
        return Ref(self.joined(parts))

    def joined(self, parts: tuple[str, ...]) -> Column:
        """The column that the joined rows have for a field of this side."""
        made = self._columns.get(parts)
        if made is None:
            name = ".".join(parts)
            field = self._inner.field(name, parts)
            made = field, self._outer.ids.column(f"{self._prefix}.{name}", field.kind)
            self._columns[parts] = made
            self._outer.names[made[1].name] = made[1]
        return made[1]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(new for _, new in self._columns.values())

    def plan(self) -> Plan:
        """What runs on the other log, once it is known which fields are needed."""
        inner = self._inner
        renamed = Extend(tuple((new, Ref(field)) for field, new in self._columns.values()))
        stages = tuple(each() if callable(each) else each for each in inner.stages)
        scan = Scan(tuple(inner.fields.values()), inner.groups)
        return Plan(scan, (*stages, renamed), self.columns, inner.order, events=False)
