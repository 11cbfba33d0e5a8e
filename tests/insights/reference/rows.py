"""Rows as the reference holds them: in the order in which they came, newest event first."""

from __future__ import annotations

from copy import copy
from functools import cmp_to_key
from typing import TYPE_CHECKING

from tests.insights.reference.expressions import evaluate
from tests.insights.reference.natural import ascending

if TYPE_CHECKING:
    from lambda_triage.insights.plan import Order
    from tests.insights.reference.expressions import Ask
    from tests.insights.reference.values import Plain


class Row:
    """One row.

    values  by id of the column; what is not there is missing
    time    of the event, number of the event; None behind stats
    totals  1 for a row of sums, which is always the last; 2 for one behind that
    """

    def __init__(
        self,
        values: dict[str, Plain],
        time: int | None = None,
        number: int | None = None,
        *,
        totals: int = 0,
    ) -> None:
        self.values = values
        self.time = time
        self.number = number
        self.totals = totals

    def plus(self, values: dict[str, Plain]) -> Row:
        made = copy(self)
        made.values = {**self.values, **values}
        return made


def ordered(rows: list[Row], order: Order, ask: Ask) -> list[Row]:
    """By the keys of the order, ties as the rows came."""
    keyed = [(row, [evaluate(key.value, row, ask) for key in order]) for row in rows]

    def compare(left: tuple[Row, list[object]], right: tuple[Row, list[object]]) -> int:
        if left[0].totals != right[0].totals:
            return left[0].totals - right[0].totals
        for key, a, b in zip(order, left[1], right[1], strict=True):
            found = ascending(a, b)
            if found:
                return -found if key.descending else found
        return 0

    return [row for row, _ in sorted(keyed, key=cmp_to_key(compare))]
