"""Measures over the rows of a group (choice 6)."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import pvariance
from typing import TYPE_CHECKING

from lambda_triage.insights.plan import NUMERIC, Kind
from tests.insights.reference.functions.jsons import compact
from tests.insights.reference.natural import key
from tests.insights.reference.values import Value, finite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.insights.reference.rows import Row
    from tests.insights.reference.values import Plain

_MONTH_MS = 2_629_746_000  # a twelfth of 365.2425 days


def measure(function: str, args: Sequence[Sequence[Value]], rows: Sequence[Row]) -> Plain:
    """args: of each argument the values in the rows, newest event first."""
    if not rows:
        return 0.0 if function in ("count", "countDistinct") else None
    if function == "count":
        return float(sum(not each.missing for each in args[0]) if args else len(rows))
    if function == "topk":
        return _top(int(args[0][0].number or 0), args[1])
    values = args[0]
    there = [each for each in values if not each.missing]
    if function in ("earliest", "latest", "rate"):
        timed = [
            (row.time, row.number, each)
            for row, each in zip(rows, values, strict=True)
            if row.time is not None
        ]
        return _in_time(function, args, timed)
    if function == "countDistinct":
        return float(len({each.text for each in there}))
    if function == "values":
        return _listed(sorted(_distinct(there), key=key), there)
    if function in ("min", "sortsFirst", "max", "sortsLast"):
        choose = min if function in ("min", "sortsFirst") else max
        return choose(there, key=key).value if there else None
    numbers = [each.number for each in there if each.number is not None]
    return _of_numbers(function, numbers, args) if numbers else None


def _of_numbers(
    function: str, numbers: list[float], args: Sequence[Sequence[Value]]
) -> float | None:
    if function == "sum":
        return finite(_sum(numbers))
    if function == "avg":
        return finite(_sum(numbers) / len(numbers))
    if function in ("pct", "median"):
        return quantile(numbers, float(args[1][0].number or 0) / 100 if args[1:] else 0.5)
    spread = float(pvariance(map(Fraction, numbers)))
    return float(f"{math.sqrt(spread) if function == 'stddev' else spread:.12e}")


def _sum(numbers: list[float]) -> float:
    return float(sum(map(Fraction, numbers)))


def quantile(numbers: list[float], part: float) -> float:
    """Between the closest ranks."""
    found = sorted(numbers)
    place = part * (len(found) - 1)
    low = math.floor(place)
    high = min(low + 1, len(found) - 1)
    return found[low] + (found[high] - found[low]) * (place - low)


def _in_time(
    function: str, args: Sequence[Sequence[Value]], timed: list[tuple[int, int, Value]]
) -> Plain:
    known = [
        each
        for each in timed
        if (each[2].number if function == "rate" else each[2].value) is not None
    ]
    if not known:
        return None
    # of equal times the first of the source is the earliest and the last of it the latest; so it is
    # with the rows made from one event
    in_order = sorted(known, key=lambda each: each[:2])
    first, last = in_order[0], in_order[-1]
    if function != "rate":
        value = (first if function == "earliest" else last)[2]
        return float(value.value) if value.kind is Kind.TIME else value.value
    count, unit = args[1][0].number or 0, args[2][0].value
    if last[0] == first[0]:
        return 0.0
    change = (last[2].number or 0) - (first[2].number or 0)
    period = count * (_MONTH_MS if unit == "mo" else 1)
    return finite(change * period / (last[0] - first[0]))


def _distinct(values: list[Value]) -> list[Value]:
    """As printed, in natural order of the texts."""
    return [Value(text, Kind.TEXT) for text in {each.text: None for each in values}]


def _listed(texts: list[Value], values: list[Value]) -> str | None:
    if not values:
        return None
    bare = values[0].kind in NUMERIC or values[0].kind is Kind.TRUTH
    return f"[{','.join(str(each.value) if bare else compact(each.value) for each in texts)}]"


def _top(most: int, values: Sequence[Value]) -> str | None:
    there = [each for each in values if not each.missing]
    counts: dict[str | None, int] = {}
    for each in there:
        counts[each.text] = counts.get(each.text, 0) + 1
    texts = sorted(_distinct(there), key=key)
    texts.sort(key=lambda each: -counts[str(each.value)])
    return _listed(texts[:most], there)
