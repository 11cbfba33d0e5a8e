"""Chains of comparisons with constants as one list: `a = 1 or a = 2 …` is `a in [1, 2, …]`.

`in` is an OR of `=`, so nothing changes but the length of the SQL: a generated filter of thousands
of comparisons becomes one look-up.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights.plan import Apply, Constant, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.insights.plan import Expr

_LEAST = 4  # comparisons that are worth a list
# A chain of the left joins comparisons of the right: `a != 1 and a != 2` is not (a in [1, 2]).
_COMPARED: Mapping[str, str] = MappingProxyType({"or": "=", "and": "!="})


def gathered(value: Expr) -> Expr:
    """The same value with its chains as lists."""
    if not isinstance(value, Apply):
        return value
    sign = _COMPARED.get(value.function)
    if sign is None:
        return Apply(value.function, tuple(map(gathered, value.args)), value.kind)
    lists: dict[Expr, list[Constant]] = {}
    others: list[Expr] = []
    for each in _operands(value):
        compared = _with_constant(each, sign)
        if compared is None:
            others.append(gathered(each))
        else:
            lists.setdefault(compared[0], []).append(compared[1])
    for operand, constants in lists.items():
        others += _listed(operand, constants, sign)
    return _joined(value.function, others)


def _operands(value: Apply) -> list[Expr]:
    """Of the whole chain, from the left."""
    found: list[Expr] = []
    left: list[Expr] = [value]
    while left:
        each = left.pop()
        if isinstance(each, Apply) and each.function == value.function:
            left.extend(reversed(each.args))
        else:
            found.append(each)
    return found


def _with_constant(value: Expr, sign: str) -> tuple[Expr, Constant] | None:
    if isinstance(value, Apply) and value.function == sign:
        left, right = value.args
        if isinstance(right, Constant) and not isinstance(left, Constant):
            return left, right
    return None


def _listed(operand: Expr, constants: list[Constant], sign: str) -> list[Expr]:
    if len(constants) < _LEAST:
        return [Apply(sign, (operand, each), Kind.TRUTH) for each in constants]
    among = Apply("in", (operand, *constants), Kind.TRUTH)
    return [among if sign == "=" else Apply("not", (among,), Kind.TRUTH)]


def _joined(function: str, values: list[Expr]) -> Expr:
    """A tree of the least height."""
    while len(values) > 1:
        pairs = [values[at : at + 2] for at in range(0, len(values), 2)]
        values = [
            Apply(function, tuple(pair), Kind.TRUTH) if len(pair) == 2 else pair[0]
            for pair in pairs
        ]
    return values[0]


def _pair(function: str, values: list[Expr]) -> Expr:
    return Apply(function, tuple(values), Kind.TRUTH) if len(values) == 2 else values[0]
