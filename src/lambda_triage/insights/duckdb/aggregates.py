"""Measures over the rows of a group as SQL.

Sums do not depend on the order in which threads meet the rows: whole and fractional parts are
added as integers.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlglot import exp

from lambda_triage.insights.duckdb.expressions import value as compiled
from lambda_triage.insights.duckdb.natural import joined, sort_key
from lambda_triage.insights.duckdb.trees import build, integer, number, once
from lambda_triage.insights.duckdb.value import SURELY_NUMERIC, Value, sure
from lambda_triage.insights.duckdb.views import converted, taken, textual
from lambda_triage.insights.plan import NUMERIC, Kind
from lambda_triage.insights.vocabulary import FUNCTION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambda_triage.insights.plan import Measure

_SQUARABLE = 1e140  # so that the squares of a billion values add up to a double
_MONTH_MS = 2_629_746_000.0  # a twelfth of the Gregorian year of 365.2425 days

# Fractions are counted in 2^-62. Beyond 4e18 a value has none and is no BIGINT, and among tiny
# values that would be too coarse: there doubles are added.
_SUM = """
CASE WHEN max(abs(x)) < 4e18 AND max(abs(x)) >= 1e-6
     THEN CAST(sum(TRY_CAST(trunc(x) AS BIGINT)) AS DOUBLE)
        + CAST(sum(TRY_CAST((x - trunc(x)) * 4611686018427387904.0 AS BIGINT)) AS DOUBLE)
          / 4611686018427387904.0
     ELSE sum(x) END
"""
# Rounded to 13 digits: those behind them depend on the order of the rows.
_SPREAD = """
CASE WHEN max(abs(x)) < most
     THEN CAST(format('{:.12e}', NAME(CASE WHEN abs(x) < most THEN x END)) AS DOUBLE) END
"""
_ORDINAL = "CAST(t AS HUGEINT) * 9223372036854775808 + n"
_THERE = "v IS NOT NULL AND t IS NOT NULL"
_RATE = f"""
CASE WHEN max(t) FILTER (WHERE {_THERE}) > min(t) FILTER (WHERE {_THERE})
     THEN (last - first) * p / CAST(max(t) FILTER (WHERE {_THERE})
                                    - min(t) FILTER (WHERE {_THERE}) AS DOUBLE)
     WHEN count(*) FILTER (WHERE {_THERE}) > 0 THEN CAST(0 AS DOUBLE) END
"""
_SORTED = """
list_transform(list_sort(list_transform(
  list(DISTINCT v) FILTER (WHERE v IS NOT NULL), LAMBDA e : struct_pack(k := KEY, v := e))),
  LAMBDA s : struct_extract(s, 'v'))
"""
_TOP = """
list_transform(list_slice(list_sort(list_transform(
  map_entries(histogram(v) FILTER (WHERE v IS NOT NULL)), LAMBDA s :
    list_extract(list_transform([struct_extract(s, 'key')], LAMBDA e :
      struct_pack(c := -CAST(struct_extract(s, 'value') AS BIGINT), k := KEY, v := e)), 1)
  )), 1, most), LAMBDA s : struct_extract(s, 'v'))
"""
_LIST = "CASE WHEN l IS NOT NULL THEN '[' || array_to_string(l, ',') || ']' END"


class Place(Struct, frozen=True):
    """Columns that say when an event was, and which was first in the source.

    rest  where several rows may be made from one event: what says which of them is first
    """

    time: exp.Expr
    tie: exp.Expr
    rest: tuple[exp.Expr, ...] = ()


if TYPE_CHECKING:
    _Maker = Callable[[tuple[Value, ...], Place | None], exp.Expr]


def aggregate(
    measure: Measure, columns: Mapping[str, exp.Expr], place: Place | None = None
) -> exp.Expr:
    """The SQL of a measure.

    place  for earliest, latest and rate, which ask for the time of the event
    """
    takes = FUNCTION[measure.function.lower()].takes
    args = tuple(
        taken(compiled(each, columns), takes[min(at, len(takes) - 1)])
        for at, each in enumerate(measure.args)
    )
    made = _AGGREGATES[measure.function](args, place)
    kind = _gives(measure.function, args)
    return converted(Value(made, kind, finite=measure.function not in _NOT_FINITE), measure.kind)


def _gives(name: str, args: tuple[Value, ...]) -> Kind:
    return FUNCTION[name.lower()].gives or args[0].kind


def _count(args: tuple[Value, ...], _: Place | None) -> exp.Expr:
    if not args:
        return build("CAST(count(*) AS DOUBLE)")
    return build("CAST(count(v) AS DOUBLE)", v=sure(args[0]))


def _count_distinct(args: tuple[Value, ...], _: Place | None) -> exp.Expr:
    exact = args[0].kind in (Kind.TRUTH, Kind.TIME)  # as many values as printed ones
    shown = sure(args[0]) if exact else textual(args[0])
    return build("CAST(count(DISTINCT v) AS DOUBLE)", v=shown)


def _sum(args: tuple[Value, ...], _: Place | None) -> exp.Expr:
    return build(_SUM, x=sure(args[0]))


def _avg(args: tuple[Value, ...], _: Place | None) -> exp.Expr:
    return build("s / count(x)", s=build(_SUM, x=sure(args[0])), x=sure(args[0]))


def _quantile(args: tuple[Value, ...], _: Place | None) -> exp.Expr:
    percent = sure(args[1]) if args[1:] else number(50)
    return build("quantile_cont(x, p / 100)", x=sure(args[0]), p=percent)


def _spread(name: str) -> _Maker:
    template = _SPREAD.replace("NAME", name)
    return lambda args, _: build(template, x=sure(args[0]), most=number(_SQUARABLE))


def _extreme(name: str) -> _Maker:
    """`name` is min or max; of texts by natural order."""

    def maker(args: tuple[Value, ...], _: Place | None) -> exp.Expr:
        value = sure(args[0])
        if args[0].kind in SURELY_NUMERIC:
            return build(f"{name}(v)", v=value)
        key = sort_key(value, args[0].kind)
        return build(f"arg_{name}(v, k) FILTER (WHERE v IS NOT NULL)", v=value, k=key)

    return maker


def _at(name: str) -> _Maker:
    """`name` is min or max of the time; equal ones in the order of the source, then of the rows."""
    template = f"arg_{name}(v, k) FILTER (WHERE {_THERE})"

    def maker(args: tuple[Value, ...], place: Place | None) -> exp.Expr:
        assert place is not None
        when = build(_ORDINAL, t=place.time, n=place.tie)
        if place.rest:
            when = joined([when, *place.rest])
        return build(template, v=sure(args[0]), k=when, t=place.time)

    return maker


def _rate(args: tuple[Value, ...], place: Place | None) -> exp.Expr:
    """Change per period between the first and the last value."""
    assert place is not None
    count, unit = args[1].constant, args[2].constant
    assert count is not None
    assert unit is not None
    period = float(count.value or 0) * (_MONTH_MS if unit.value == "mo" else 1)
    return build(
        _RATE,
        v=sure(args[0]),
        t=place.time,
        last=_at("max")(args, place),
        first=_at("min")(args, place),
        p=number(period),
    )


def _values(args: tuple[Value, ...], _: Place | None) -> exp.Expr:
    shown, kind = textual(args[0]), args[0].kind
    return _as_json(_keyed(_SORTED, v=shown), kind)


def _top(args: tuple[Value, ...], _: Place | None) -> exp.Expr:
    most, (shown, kind) = args[0].constant, (textual(args[1]), args[1].kind)
    assert most is not None
    return _as_json(_keyed(_TOP, v=shown, most=integer(int(float(most.value or 0)))), kind)


def _keyed(template: str, **parts: exp.Expr) -> exp.Expr:
    """A template in which KEY is the sort key of the printed text `e`."""
    key = sort_key(exp.to_identifier("e"), Kind.TEXT)
    return build(template.replace("KEY", key.sql("duckdb")), **parts)


def _as_json(listed: exp.Expr, kind: Kind) -> exp.Expr:
    """Printed values as a JSON list; numbers and truth values stand without quotes."""
    quoted = "e" if kind in NUMERIC or kind is Kind.TRUTH else "CAST(to_json(e) AS VARCHAR)"
    items = build(f"list_transform(l, LAMBDA e : {quoted})", l=listed)
    return once(items, lambda found: build(_LIST, l=found))


_NOT_FINITE = frozenset(("sum", "avg", "pct", "median", "rate"))

_AGGREGATES: Mapping[str, _Maker] = MappingProxyType(
    {
        "count": _count,
        "countDistinct": _count_distinct,
        "sum": _sum,
        "avg": _avg,
        "min": _extreme("min"),
        "max": _extreme("max"),
        "pct": _quantile,
        "median": _quantile,
        "stddev": _spread("stddev_pop"),
        "variance": _spread("var_pop"),
        "values": _values,
        "topk": _top,
        "earliest": _at("min"),
        "latest": _at("max"),
        "sortsFirst": _extreme("min"),
        "sortsLast": _extreme("max"),
        "rate": _rate,
    }
)
