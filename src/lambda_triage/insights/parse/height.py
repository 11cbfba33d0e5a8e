"""How tall the values of a query are: later stages walk them by recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.error import QueryError
from lambda_triage.insights.tree import Expression, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.insights.tree import Query

MOST_TALL = 100  # operators and calls above a leaf; chains of and, or grow by their logarithm


def check_height(query: Query) -> None:
    """Raise QueryError where a value is taller than that."""
    waiting: list[tuple[Node, int]] = [(query, 0)]
    while waiting:
        node, height = waiting.pop()
        if height > MOST_TALL:
            reason = f"more than {MOST_TALL} operators within one another; compute a part before"
            raise QueryError(reason, query.text, node.span)
        above = height + 1 if isinstance(node, Expression) else 0
        waiting += ((child, above) for child in _children(node))


def _children(node: Node) -> Iterator[Node]:
    for field in node.__struct_fields__:
        value = getattr(node, field)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (each for each in value if isinstance(each, Node))
