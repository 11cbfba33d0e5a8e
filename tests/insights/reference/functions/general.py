"""Logic, presence and choice; `if`, `case` and `coalesce` give Values, of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.plan import Kind
from tests.insights.reference.compare import among, both, compare, either, re2
from tests.insights.reference.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.insights.reference.values import Plain

_MISSING = Value(None, Kind.TEXT)


def _compared(sign: str) -> Callable[[Value, Value], bool | None]:
    return lambda left, right: compare(sign, left, right)


def _not(value: Value) -> bool | None:
    return None if value.condition is None else not value.condition


def _like(value: Value, pattern: Value) -> bool | None:
    return None if value.words is None else str(pattern.value) in value.words


def _matches(value: Value, pattern: Value) -> bool | None:
    return None if value.words is None else bool(re2(str(pattern.value)).search(value.words))


def _coalesce(*args: Value) -> Value:
    return next((each for each in args if not each.missing), _MISSING)


def _case(*args: Value) -> Value:
    for condition, value in zip(args[::2], args[1::2], strict=False):
        if condition.condition:
            return value
    return args[-1] if len(args) % 2 else _MISSING


def _if(condition: Value, then: Value, other: Value) -> Value:
    return then if condition.condition else other


def _is_numeric(value: Value) -> bool:
    return value.number is not None and value.value not in ("true", "false")


GENERAL: dict[str, Callable[..., Plain | Value]] = {
    "or": lambda *args: either(each.condition for each in args),
    "and": lambda *args: both(each.condition for each in args),
    "not": _not,
    **{sign: _compared(sign) for sign in ("=", "!=", "<", "<=", ">", ">=")},
    "in": lambda value, *choices: among(value, choices),
    "like": _like,
    "matches": _matches,
    "ispresent": lambda value: not value.missing,
    "coalesce": _coalesce,
    "case": _case,
    "if": _if,
    "isNumeric": _is_numeric,
}
