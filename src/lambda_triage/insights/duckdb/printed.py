"""How a value is printed: as SQL, and the same in Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import copysign
from typing import TYPE_CHECKING

from lambda_triage.insights.duckdb.trees import build, once
from lambda_triage.insights.plan import Kind

if TYPE_CHECKING:
    from sqlglot import exp

# Years 1 to 9999; a time outside of them prints as its milliseconds.
FIRST_MS, LAST_MS = -62_135_596_800_000, 253_402_300_799_999
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONG = 1e38  # more digits than a HUGEINT has: written as a DOUBLE is
_SMALL = 0.1  # below it 4 decimals are fewer than 4 digits

_NUMBER = """
CASE WHEN v = trunc(v) AND abs(v) < 1e15 THEN CAST(CAST(v AS BIGINT) AS VARCHAR)
     WHEN abs(v) >= 1e38 THEN long
     WHEN v = trunc(v) THEN CAST(CAST(v AS HUGEINT) AS VARCHAR)
     WHEN abs(v) >= 0.1 THEN rtrim(rtrim(printf('%.4f', v), '0'), '.')
     ELSE (CASE WHEN v < 0 THEN '-' ELSE '' END)
          || list_extract(list_transform([printf('%.3e', abs(v))], LAMBDA e :
             '0.' || repeat('0', -CAST(split_part(e, 'e', 2) AS INTEGER) - 1)
                  || rtrim(replace(split_part(e, 'e', 1), '.', ''), '0')), 1) END
"""
# DuckDB prints the shortest digits, as Java does, but changes to exponents elsewhere: 1e-05, 1e+16.
_LONG_NUMBER = r"""
regexp_replace(regexp_replace(regexp_replace(
  CAST(v AS VARCHAR), '^(-?[0-9])e', '\1.0e'), 'e\+0*', 'E'), 'e-0*', 'E-')
"""
_DOUBLE = r"""
CASE WHEN (abs(v) >= 1e-3 AND abs(v) < 1e7) OR v = 0 THEN CAST(v AS VARCHAR)
     WHEN abs(v) < 1e-4 OR abs(v) >= 1e16 THEN long
     WHEN abs(v) < 1 THEN regexp_replace(regexp_replace(
          CAST(v AS VARCHAR), '^(-?)0\.000([1-9])([0-9]*)$', '\1\2.\3E-4'), '\.E', '.0E')
     ELSE regexp_replace(regexp_replace(regexp_replace(
          CAST(v AS VARCHAR), '^(-?[0-9])([0-9]*)\.([0-9]*)$', '\1.\2\3'), '0+$', ''), '\.$', '.0')
          || 'E' || CAST(strpos(CAST(abs(v) AS VARCHAR), '.') - 2 AS VARCHAR) END
"""
_TIME = """
CASE WHEN v BETWEEN -62135596800000 AND 253402300799999
     THEN strftime(epoch_ms(v), '%Y-%m-%d %H:%M:%S.%g') ELSE CAST(v AS VARCHAR) END
"""
_TRUTH = "CASE WHEN v THEN '1' WHEN NOT v THEN '0' END"


def printed(value: exp.Expr, kind: Kind) -> exp.Expr:
    """The VARCHAR that a value of a kind is printed as; numbers must be finite."""
    match kind:
        case Kind.NUMBER:
            return once(value, _number)
        case Kind.DOUBLE:
            return once(value, _double)
        case Kind.TIME:
            return once(value, lambda v: build(_TIME, v=v))
        case Kind.TRUTH:
            return once(value, lambda v: build(_TRUTH, v=v))
        case _:
            return value


def _number(v: exp.Expr) -> exp.Expr:
    return build(_NUMBER, v=v, long=build(_LONG_NUMBER, v=v))


def _double(v: exp.Expr) -> exp.Expr:
    return build(_DOUBLE, v=v, long=build(_LONG_NUMBER, v=v))


def show(value: str | float | bool | None, kind: Kind) -> str | None:
    """What `printed` gives for the value.

    >>> show(0.000012345678, Kind.NUMBER), show(1.28e8, Kind.DOUBLE), show(0, Kind.TIME)
    ('0.00001235', '1.28E8', '1970-01-01 00:00:00.000')
    """
    if value is None or isinstance(value, str):
        return value
    match kind:
        case Kind.TRUTH:
            return "1" if value else "0"
        case Kind.TIME:
            return show_time(int(value))
        case Kind.DOUBLE:
            return _show_double(float(value))
        case _:
            return _show_number(float(value))


def show_time(ms: int) -> str:
    """`2023-01-01 00:00:00.000`, UTC."""
    if not FIRST_MS <= ms <= LAST_MS:
        return str(ms)
    at = _EPOCH + timedelta(milliseconds=ms)
    return f"{at.year:04}-{at:%m-%d %H:%M:%S}.{at.microsecond // 1000:03}"


def _show_number(value: float) -> str:
    if abs(value) >= _LONG:
        return _show_double(value)
    if value.is_integer():
        return str(int(value))
    if abs(value) >= _SMALL:
        return f"{value:.4f}".rstrip("0").rstrip(".")
    digits, exponent = f"{abs(value):.3e}".split("e")
    zeros = "0" * (-int(exponent) - 1)
    return ("-" if value < 0 else "") + "0." + zeros + digits.replace(".", "").rstrip("0")


def _show_double(value: float) -> str:
    size = abs(value)
    if size == 0 or 1e-3 <= size < 1e7:  # bounds of Double.toString
        return repr(value)
    sign = "-" if copysign(1, value) < 0 else ""
    digits, exponent = _digits(repr(size))
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{exponent}"


def _digits(shortest: str) -> tuple[str, int]:
    """Significant digits and the exponent of the first of them."""
    mantissa, _, power = shortest.partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    leading = len(whole + fraction) - len(digits)
    return digits.rstrip("0") or "0", len(whole) - 1 - leading + int(power or 0)
