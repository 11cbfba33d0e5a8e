"""Expressions of the tree as expressions of a plan: operators, literals, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind import calls, regexes
from lambda_triage.insights.bind.scope import get
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Apply, Constant, Kind, Within
from lambda_triage.insights.tree import (
    Binary,
    Call,
    In,
    Like,
    Name,
    Number,
    Part,
    Period,
    Query,
    Regex,
    Text,
    Truth,
    Unary,
)
from lambda_triage.insights.vocabulary import OPERATOR

if TYPE_CHECKING:
    from lambda_triage.insights.bind.scope import Scope
    from lambda_triage.insights.plan import Expr, Plan
    from lambda_triage.insights.tree import Expression

_DEEPEST = 150  # operators and calls inside one another; leaves room on Python's stack
_MOST_CHOICES = 10_000


def expression(node: Expression, scope: Scope, depth: int = 0) -> Expr:
    """Bind an expression; regexes and periods have no value of their own."""
    if depth > _DEEPEST:
        raise QueryError("the expression is nested too deeply", scope.text, node.span)
    if isinstance(node, Name):
        return scope.name(node)
    literal = _literal(node)
    if literal is not None:
        return literal
    known = scope.known(node)
    if known is not None:
        return known
    return _compound(node, scope, depth + 1)


def condition(node: Expression, scope: Scope) -> Expr:
    """An expression that is asked whether it is true."""
    if isinstance(node, Text):
        raise QueryError(
            "a text is no condition",
            scope.text,
            node.span,
            expected=(f'@message like "{node.value[:20]}"',),
        )
    return expression(node, scope)


def _literal(node: Expression) -> Constant | None:
    if isinstance(node, Number):
        return Constant(node.value, Kind.NUMBER)
    if isinstance(node, Text):
        return Constant(node.value, Kind.TEXT)
    return Constant(node.value, Kind.TRUTH) if isinstance(node, Truth) else None


def _compound(node: Expression, scope: Scope, depth: int) -> Expr:
    if isinstance(node, Call):
        return calls.call(node, scope, depth)
    if isinstance(node, Part):
        return _part(node, scope, depth)
    if isinstance(node, Unary):
        return _unary(node, scope, depth)
    if isinstance(node, Binary):
        if node.operator in ("and", "or"):
            return _connected(node, scope, depth)
        return _chain(node, scope, depth)
    if isinstance(node, Like):
        return _like(node, scope, depth)
    if isinstance(node, In):
        return _in(node, scope, depth)
    if isinstance(node, Regex):
        raise QueryError("a regex stands only behind like or =~", scope.text, node.span)
    assert isinstance(node, Period)
    raise QueryError(
        "a period is no value",
        scope.text,
        node.span,
        expected=("a number: milliseconds for times, seconds beside now()",),
    )


def _part(node: Part, scope: Scope, depth: int) -> Expr:
    value = expression(node.operand, scope, depth)
    if value.kind is not Kind.JSON:
        raise QueryError(
            f"{node.operand.function} gives no map or list, it has no {node.parts[0][:20]}",
            scope.text,
            node.span,
            expected=("jsonParse(…).name",),
        )
    return get(value, node.parts)


def _unary(node: Unary, scope: Scope, depth: int) -> Expr:
    """A run of signs or nots, without a call for each."""
    signs: list[str] = []
    inner: Expression = node
    while isinstance(inner, Unary):
        signs.append(inner.operator)
        inner = inner.operand
        if len(signs) > 2 and len(set(signs[-3:])) == 1:
            del signs[-2:]  # three times is once
    value = expression(inner, scope, depth + len(signs))
    for sign in reversed(signs):
        value = _negated(value) if sign == "-" else Apply("not", (value,), Kind.TRUTH)
    return value


def _negated(value: Expr) -> Expr:
    if isinstance(value, Constant) and value.kind is Kind.NUMBER and isinstance(value.value, float):
        return Constant(-value.value, Kind.NUMBER)
    return Apply("negate", (value,), Kind.NUMBER)


def _connected(node: Binary, scope: Scope, depth: int) -> Expr:
    """A chain of and, or of or, as a tree of the least height: both are associative."""
    operands: list[Expression] = []
    left: Expression = node
    while isinstance(left, Binary) and left.operator == node.operator:
        operands.append(left.right)
        left = left.left
    operands.append(left)
    values = [expression(each, scope, depth) for each in reversed(operands)]
    while len(values) > 1:
        pairs = [values[at : at + 2] for at in range(0, len(values), 2)]
        values = [
            Apply(node.operator, tuple(pair), Kind.TRUTH) if len(pair) == 2 else pair[0]
            for pair in pairs
        ]
    return values[0]


def _chain(node: Binary, scope: Scope, depth: int) -> Expr:
    """`a - b + c …` from the left, without a call for each."""
    spine: list[Binary] = []
    left: Expression = node
    value: Expr | None = None
    while isinstance(left, Binary) and left.operator not in ("and", "or") and value is None:
        spine.append(left)
        left = left.left
        value = scope.known(left) if isinstance(left, Binary) else None
    value = value or expression(left, scope, depth)
    for each in reversed(spine):
        right = expression(each.right, scope, depth)
        kind = OPERATOR[each.operator].gives
        assert kind is not None
        value = Apply(each.operator, (value, right), kind)
    return value


def _like(node: Like, scope: Scope, depth: int) -> Expr:
    value = expression(node.operand, scope, depth)
    if isinstance(node.pattern, Regex):
        literal = regexes.Literal(node.pattern.pattern, scope.text, node.pattern.span)
        function, pattern = "matches", regexes.portable(literal)
    else:
        function, pattern = "like", node.pattern.value
    found = Apply(function, (value, Constant(pattern, Kind.TEXT)), Kind.TRUTH)
    return Apply("not", (found,), Kind.TRUTH) if node.negated else found


def _in(node: In, scope: Scope, depth: int) -> Expr:
    value = expression(node.operand, scope, depth)
    found: Expr
    if isinstance(node.choices, Query):
        found = Within(value, _subquery(node.choices, scope))
    else:
        if len(node.choices) > _MOST_CHOICES:
            raise QueryError("a list has at most 10,000 values", scope.text, node.span)
        choices = (expression(each, scope, depth) for each in node.choices)
        found = Apply("in", (value, *choices), Kind.TRUTH)
    return Apply("not", (found,), Kind.TRUTH) if node.negated else found


def _subquery(query: Query, scope: Scope) -> Plan:
    from lambda_triage.insights.bind.query import nested

    plan = nested(query, scope.rows)
    if len(plan.shown) != 1:
        names = ", ".join(each.name for each in plan.shown)
        raise QueryError(
            f"a subquery gives exactly one column, this one gives {len(plan.shown)} ({names})",
            scope.text,
            query.span,
            expected=("`| fields k` at its end",),
        )
    return plan
