"""How values are printed (choice 10): with decimal arithmetic, digit by digit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from lambda_triage.insights.plan import Kind


def printed(value: str | float | bool | None, kind: Kind) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if kind is Kind.TRUTH:
        return "1" if value else "0"
    if kind is Kind.TIME:
        return _time(int(value))
    return java(float(value)) if kind is Kind.DOUBLE else number(float(value))


def number(value: float) -> str:
    """An integer without point; else 4 decimals at most, but 4 digits at least."""
    if abs(value) >= 1e38:
        return java(value)
    exact = Decimal(value)
    if exact == exact.to_integral_value():
        return str(int(exact))
    places = Decimal("0.0001")
    if abs(exact) < Decimal("0.1"):
        places = Decimal(1).scaleb(exact.adjusted() - 3)
    rounded = f"{exact.quantize(places, ROUND_HALF_EVEN):f}"
    return rounded.rstrip("0").rstrip(".")


def java(value: float) -> str:
    """Double.toString: the shortest digits; an exponent below 0.001 and from 10,000,000 on."""
    shortest = Decimal(repr(value))
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        plain = f"{shortest:f}"
        return plain if "." in plain else f"{plain}.0"
    digits = "".join(map(str, shortest.as_tuple().digits)).rstrip("0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{shortest.adjusted()}"


def _time(ms: int) -> str:
    try:
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
    except OverflowError:
        return str(ms)
    return f"{at.year:04}{at:-%m-%d %H:%M:%S}.{at.microsecond // 1000:03}"
