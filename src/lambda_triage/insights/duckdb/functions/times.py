"""Times: rounding to periods, and dates as texts. A time is milliseconds, UTC, in a BIGINT."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlglot import exp

from lambda_triage.insights import dates
from lambda_triage.insights.duckdb.printed import FIRST_MS, LAST_MS
from lambda_triage.insights.duckdb.trees import build, integer, number, once, text
from lambda_triage.insights.duckdb.value import Value, plain, sure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.insights.duckdb.value import Builder
    from lambda_triage.insights.plan import Kind

_MINUTE_MS = 60_000

# Times are guarded as a log may claim any; the remainder has the sign of the dividend.
_FLOOR = "CASE WHEN t BETWEEN first AND last THEN t - ((t % p) + p) % p END"
_CEIL = "CASE WHEN t BETWEEN first AND last THEN t + (p - ((t % p) + p) % p) % p END"
_MONTH = "CAST((year(epoch_ms(t)) - 1970) * 12 + month(epoch_ms(t)) - 1 AS BIGINT)"
_MONTHS_FLOOR = """
CASE WHEN t BETWEEN first AND last
     THEN epoch_ms(TIMESTAMP '1970-01-01' + to_months(CAST(m - ((m % p) + p) % p AS INTEGER))) END
"""
_MONTHS_CEIL = """
CASE WHEN f = t THEN t
     ELSE epoch_ms(epoch_ms(f) + to_months(CAST(p AS INTEGER))) END
"""
_OFFSET = """
CASE WHEN o = '' OR upper(o) = 'Z' THEN 0
     ELSE (CASE WHEN starts_with(o, '-') THEN -1 ELSE 1 END)
          * (CAST(substring(o, 2, 2) AS BIGINT) * 60
             + CAST('0' || replace(substring(o, 4), ':', '') AS BIGINT)) * 60000 END
"""
# The 366th day of a year without one would be the first of the next year.
_STRPTIME = """
CASE WHEN year(try_strptime(p, format)) = CAST(substring(p, 1, 4) AS BIGINT)
     THEN try_strptime(p, format) END
"""
# When clocks go back an hour happens twice and DuckDB gives the later one. The offset of the day
# before leads to the earlier one, if the clocks show the same then.
_SOONER = """
epoch_ms(r) - (epoch_ms(timezone(z, timezone('UTC', epoch_ms(u - 86400000)))) - (u - 86400000))
"""
_EARLIER = """
CAST(CASE WHEN epoch_ms(timezone(z, timezone('UTC', epoch_ms(c)))) = epoch_ms(r)
          THEN least(c, u) ELSE u END AS DOUBLE)
"""
_OFFSET_NOW = """
CASE WHEN m < 0 THEN '-' ELSE '+' END
|| lpad(CAST(abs(m) // 60 AS VARCHAR), 2, '0') || lpad(CAST(abs(m) % 60 AS VARCHAR), 2, '0')
"""
_PIECE: Mapping[str, str] = MappingProxyType(
    {
        "e": "lpad(strftime(l, '%-d'), 2, ' ')",
        "L": "strftime(l, '%g')",
        "s": "CAST(CAST(floor(t / 1000) AS BIGINT) AS VARCHAR)",
    }
)


def _bounded(template: str, t: exp.Expr, **parts: exp.Expr) -> exp.Expr:
    return build(template, t=t, first=integer(FIRST_MS), last=integer(LAST_MS), **parts)


def _floor(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    count, unit = _period(args)
    if unit == "mo":
        return once(args[0].sql, lambda t: _months_floor(t, count))
    return once(args[0].sql, lambda t: _bounded(_FLOOR, t, p=integer(count)))


def _ceil(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    count, unit = _period(args)
    if unit == "mo":
        return once(args[0].sql, lambda t: _months_ceil(t, count))
    return once(args[0].sql, lambda t: _bounded(_CEIL, t, p=integer(count)))


def _months_floor(t: exp.Expr, count: int) -> exp.Expr:
    return once(
        _bounded(f"CASE WHEN t BETWEEN first AND last THEN {_MONTH} END", t),
        lambda m: _bounded(_MONTHS_FLOOR, t, m=m, p=integer(count)),
    )


def _months_ceil(t: exp.Expr, count: int) -> exp.Expr:
    return once(_months_floor(t, count), lambda f: build(_MONTHS_CEIL, t=t, f=f, p=integer(count)))


def _period(args: tuple[Value, ...]) -> tuple[int, str]:
    count, unit = (each.constant for each in args[1:3])
    assert count is not None
    assert unit is not None
    return int(float(count.value or 1)), str(unit.value)


def _parse_date(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    """The text must have the pattern's shape in whole; its parts are put into one known order."""
    shape = dates.shape(_literal(args[1]))
    whole = f"^(?:{shape.pattern})$"
    return once(args[0].sql, lambda a: _read(a, shape, whole, _zone(args)))


def _read(a: exp.Expr, shape: dates.Shape, whole: str, zone: dates.Zone) -> exp.Expr:
    parts = build("regexp_replace(a, w, x)", a=a, w=text(whole), x=text(shape.rewrite))
    read = build(
        "CASE WHEN regexp_matches(a, w) THEN r END",
        a=a,
        w=text(whole),
        r=once(parts, lambda p: build(_STRPTIME, p=p, format=text(shape.format))),
    )
    if shape.offset:
        group = exp.Literal.number(shape.offset)
        found = build("regexp_extract(a, w, g)", a=a, w=text(whole), g=group)
        east = once(found, lambda o: build(_OFFSET, o=o))
        return build("CAST(epoch_ms(r) - east AS DOUBLE)", r=read, east=east)
    if zone.minutes is None:
        return once(read, lambda r: _instant(r, text(zone.name)))
    east = integer(zone.minutes * _MINUTE_MS)
    return build("CAST(epoch_ms(r) - east AS DOUBLE)", r=read, east=east)


def _instant(r: exp.Expr, z: exp.Expr) -> exp.Expr:
    """The time at which the clocks of a zone show r; the earlier one of two, as in Java."""
    late = build("epoch_ms(timezone(z, r))", z=z, r=r)
    return once(late, lambda u: once(build(_SOONER, u=u, r=r, z=z), lambda c: _earlier(u, c, r, z)))


def _earlier(u: exp.Expr, c: exp.Expr, r: exp.Expr, z: exp.Expr) -> exp.Expr:
    return build(_EARLIER, u=u, c=c, r=r, z=z)


def _format_date(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    parts, zone = dates.pieces(_literal(args[1])), _zone(args)
    inside = _bounded("CASE WHEN t BETWEEN first AND last THEN t END", args[0].sql)
    return once(inside, lambda t: _formatted(t, parts, zone))


def _formatted(t: exp.Expr, parts: tuple[dates.Piece, ...], zone: dates.Zone) -> exp.Expr:
    local = _local(t, zone)
    found = build("CASE WHEN t IS NOT NULL THEN '' END", t=t)
    for part in parts:
        found = build("a || b", a=found, b=_part(part, t, local, zone))
    return found


def _part(part: dates.Piece, t: exp.Expr, local: exp.Expr, zone: dates.Zone) -> exp.Expr:
    if part.own == "":
        return build("strftime(l, f)", l=local, f=text(part.format))
    if part.own == "Z":
        return text(zone.name)
    if part.own == "z":
        east = build("(epoch_ms(l) - t) // 60000", l=local, t=t)
        return once(east, lambda m: build(_OFFSET_NOW, m=m))
    return build(_PIECE[part.own], l=local, t=t)


def _local(t: exp.Expr, zone: dates.Zone) -> exp.Expr:
    """The TIMESTAMP on the clocks of the zone."""
    if zone.minutes is None:
        return build("timezone(z, timezone('UTC', epoch_ms(t)))", z=text(zone.name), t=t)
    return build("epoch_ms(t + east)", t=t, east=integer(zone.minutes * _MINUTE_MS))


def _zone(args: tuple[Value, ...]) -> dates.Zone:
    return dates.zone(_literal(args[2]) if args[2:] else "UTC")


def _literal(value: Value) -> str:
    assert value.constant is not None
    return str(value.constant.value)


def _from_millis(args: tuple[Value, ...], _: Kind) -> exp.Expr:
    """A number outside of the years 1 to 9999 is no time."""
    bounds = {"first": number(FIRST_MS), "last": number(LAST_MS)}
    return once(
        sure(args[0]),
        lambda v: build(
            "CASE WHEN v BETWEEN first AND last THEN CAST(floor(v) AS BIGINT) END", v=v, **bounds
        ),
    )


TIMES: Mapping[str, Builder] = MappingProxyType(
    {
        "datefloor": _floor,
        "bin": _floor,
        "dateceil": _ceil,
        "fromMillis": _from_millis,
        "toMillis": plain("CAST(a AS DOUBLE)"),
        "parseDate": _parse_date,
        "formatDate": _format_date,
    }
)
