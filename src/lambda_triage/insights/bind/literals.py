"""Constants of a query, where a function needs one that is the same for every row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.tree import Binary, Number, Text, Unary

if TYPE_CHECKING:
    from lambda_triage.insights.tree import Expression


def text(node: Expression) -> str | None:
    return node.value if isinstance(node, Text) else None


def number(node: Expression, depth: int = 0) -> float | None:
    """A number, or plain arithmetic on numbers; None where it is anything else."""
    if isinstance(node, Number):
        return node.value
    if depth > 20:  # nobody writes a percentile so
        return None
    if isinstance(node, Unary) and node.operator == "-":
        inner = number(node.operand, depth + 1)
        return None if inner is None else -inner
    if isinstance(node, Binary):
        left, right = number(node.left, depth + 1), number(node.right, depth + 1)
        return None if left is None or right is None else _apply(node.operator, left, right)
    return None


def _apply(operator: str, left: float, right: float) -> float | None:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    return left / right if operator == "/" and right else None
