"""The grammar of one value in a pattern: a literal, or {operator: operand}."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from lambda_triage.errors import PatternError
from lambda_triage.patterns.dialect import EVERY
from lambda_triage.patterns.operators import (
    COMPARATORS,
    AnythingBut,
    Cidr,
    Exists,
    IgnoreCase,
    Literal,
    Numeric,
    Prefix,
    Suffix,
    Wildcard,
)
from lambda_triage.patterns.values import number, show
from lambda_triage.patterns.wildcard import pieces

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.patterns.dialect import Dialect
    from lambda_triage.patterns.operators import Test
    from lambda_triage.patterns.values import Json

Affix: TypeAlias = "Prefix | Suffix | IgnoreCase | Wildcard"


def test(value: Json, path: str, dialect: Dialect) -> Test:
    """What the value asks; PatternError where the service would not take it."""
    if isinstance(value, Mapping):
        return _operator(*_single(value, path), path, dialect)
    if value is None or isinstance(value, str | int | float):
        return Literal(value)
    raise PatternError(path, "a value must be a string, a number, true, false, null or an operator")


def _single(value: Mapping[str, Json], path: str) -> tuple[str, Json]:
    if len(value) != 1:
        raise PatternError(path, "it must have one operator; write a second object beside it")
    return next(iter(value.items()))


def _operator(name: str, operand: Json, path: str, dialect: Dialect) -> Test:
    if name not in EVERY:
        raise PatternError(path, f"{show(name)} is no operator; known are {_names(EVERY)}")
    if name not in dialect.operators:
        known = _names(dialect.operators)
        raise PatternError(path, f"{name} is not documented for {dialect.name}; it has {known}")
    return READERS[name](operand, f"{path}.{name}", dialect)


def _names(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


def _text(operand: Json, path: str) -> str:
    if not isinstance(operand, str):
        raise PatternError(path, f"it must be a string, and is {show(operand)}")
    return operand


def _affix(operand: Json, path: str, dialect: Dialect) -> tuple[str, bool]:
    """The text, and whether case is ignored."""
    if not isinstance(operand, Mapping):
        return _text(operand, path), False
    name, inner = _single(operand, path)
    if name != "equals-ignore-case" or not dialect.folding:
        raise PatternError(path, f"{show(name)} is not possible here for {dialect.name}")
    return _text(inner, f"{path}.{name}"), True


def _prefix(operand: Json, path: str, dialect: Dialect) -> Prefix:
    return Prefix(*_affix(operand, path, dialect))


def _suffix(operand: Json, path: str, dialect: Dialect) -> Suffix:
    return Suffix(*_affix(operand, path, dialect))


def _ignore_case(operand: Json, path: str, dialect: Dialect) -> IgnoreCase:
    return IgnoreCase(_text(operand, path))


def _wildcard(operand: Json, path: str, dialect: Dialect) -> Wildcard:
    text = _text(operand, path)
    try:
        return Wildcard(text, pieces(text))
    except ValueError as error:
        raise PatternError(path, str(error)) from error


def _cidr(operand: Json, path: str, dialect: Dialect) -> Cidr:
    text = _text(operand, path)
    if text.count("/") != 1 or not text.rpartition("/")[2].isdecimal():
        raise PatternError(path, "it must be an address, a slash and a number of bits")
    try:
        return Cidr(ipaddress.ip_network(text, strict=False))
    except ValueError as error:
        raise PatternError(path, f"{show(text)} is no network; write it as 10.0.0.0/8") from error


def _exists(operand: Json, path: str, dialect: Dialect) -> Exists:
    if not isinstance(operand, bool):
        raise PatternError(path, f"it must be true or false, and is {show(operand)}")
    return Exists(operand, dialect.filled)


def _numeric(operand: Json, path: str, dialect: Dialect) -> Numeric:
    if not isinstance(operand, list | tuple) or len(operand) not in (2, 4):
        raise PatternError(path, 'it must be [">", 0] or [">", 0, "<=", 5]')
    pairs = tuple(
        _comparison(operand[at], operand[at + 1], path, dialect) for at in range(0, len(operand), 2)
    )
    if len(pairs) == 2:
        (low, bottom), (high, top) = pairs
        if not low.startswith(">") or not high.startswith("<"):
            raise PatternError(path, "of two comparisons the first is > or >=, the second < or <=")
        if bottom >= top:
            raise PatternError(path, f"the bottom {bottom} must be less than the top {top}")
    return Numeric(pairs, dialect.bound)


def _comparison(name: Json, value: Json, path: str, dialect: Dialect) -> tuple[str, int | float]:
    if not isinstance(name, str) or name not in COMPARATORS:
        raise PatternError(path, f"{show(name)} is no comparison; known are = < <= > >=")
    limit = number(value)
    if limit is None:
        raise PatternError(path, f"{show(value)} after {name} must be a number")
    if not -dialect.bound <= limit <= dialect.bound:
        raise PatternError(path, f"{dialect.name} compares up to ±{dialect.bound:.0f} only")
    return name, limit


def _anything_but(operand: Json, path: str, dialect: Dialect) -> AnythingBut:
    if isinstance(operand, Mapping):
        name, inner = _single(operand, path)
        if name not in dialect.inside:
            known = f"values and {_names(dialect.inside)}" if dialect.inside else "values only"
            raise PatternError(path, f"{dialect.name} takes {known} here, not {show(name)}")
        return AnythingBut(_inverted(name, inner, f"{path}.{name}", dialect))
    values = list(operand) if isinstance(operand, list | tuple) else [operand]
    strings = all(isinstance(value, str) for value in values)
    if not values or not (strings or all(number(value) is not None for value in values)):
        raise PatternError(path, "it must be strings only or numbers only, and one at least")
    scalars = (value for value in values if isinstance(value, str | int | float))
    return AnythingBut(tuple(Literal(value) for value in scalars))


def _inverted(name: str, operand: Json, path: str, dialect: Dialect) -> tuple[Affix, ...]:
    values = operand if isinstance(operand, list | tuple) else [operand]
    if not values:
        raise PatternError(path, "an empty array is not allowed; name a text")
    texts = [_text(value, path) for value in values]
    if name in ("prefix", "suffix") and "" in texts:
        raise PatternError(path, "an empty text is not allowed: every text begins and ends with it")
    return tuple(AFFIXES[name](text, path, dialect) for text in texts)


AFFIXES: dict[str, Callable[[Json, str, Dialect], Affix]] = {
    "prefix": _prefix,
    "suffix": _suffix,
    "equals-ignore-case": _ignore_case,
    "wildcard": _wildcard,
}
READERS: dict[str, Callable[[Json, str, Dialect], Test]] = {
    **AFFIXES,
    "cidr": _cidr,
    "exists": _exists,
    "numeric": _numeric,
    "anything-but": _anything_but,
}
