"""A whole plan over a list of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.insights.reference.fields import field
from tests.insights.reference.printing import printed
from tests.insights.reference.rows import Row, ordered
from tests.insights.reference.stages import step
from tests.insights.reference.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambda_triage.insights.plan import Plan, Scan
    from tests.insights.reference.values import Plain

    Event = Mapping[str, Plain]
    Window = tuple[int | None, int | None]


def run(
    plan: Plan,
    events: Sequence[Event],
    window: Window = (None, None),
    tables: Mapping[str, list[dict[str, str]]] | None = None,
) -> list[tuple[str | None, ...]]:
    """The printed rows of a plan, without @ptr."""
    world = World(events, window, tables or {})
    rows = world.rows(plan)
    return [tuple(printed(row.values.get(c.id), c.kind) for c in plan.shown) for row in rows]


class World:
    """What a plan can read: events, and tables of lookup as rows of texts."""

    def __init__(
        self, events: Sequence[Event], window: Window, tables: Mapping[str, list[dict[str, str]]]
    ) -> None:
        self.tables = tables
        start, end = window
        self._events = [
            (number, event)
            for number, event in enumerate(events)
            if _inside(event.get("timestamp"), start, end)
        ]
        self._asked: dict[int, list[Value]] = {}

    def rows(self, plan: Plan) -> list[Row]:
        """All rows of a plan, in its order."""
        rows = self._scan(plan.scan)
        for stage in plan.stages:
            rows = step(stage, rows, self)
        return ordered(rows, plan.order, self.ask)

    def ask(self, plan: Plan) -> list[Value]:
        """The one column of a subquery."""
        if id(plan) not in self._asked:
            (column,) = plan.shown
            values = [Value(row.values.get(column.id), column.kind) for row in self.rows(plan)]
            self._asked[id(plan)] = values
        return self._asked[id(plan)]

    def _scan(self, scan: Scan) -> list[Row]:
        """Newest first, ties in the order of the source, those without a time last."""
        made = []
        for number, event in self._events:
            if scan.groups is None or any(_is_of(event.get("log"), each) for each in scan.groups):
                time = event.get("timestamp")
                values = {each.column.id: field(each, event) for each in scan.fields}
                made.append(Row(values, None if time is None else int(time), number))
        return sorted(made, key=lambda row: (row.time is None, -(row.time or 0)))


def _inside(time: Plain, start: int | None, end: int | None) -> bool:
    if start is None and end is None:
        return True
    return time is not None and (start is None or time >= start) and (end is None or time <= end)


def _is_of(log: Plain, wanted: str) -> bool:
    if log is None:
        return False
    names = (str(log), str(log).partition(":")[2])
    if wanted.endswith("*"):
        return any(each.startswith(wanted[:-1]) for each in names)
    return wanted in names
