"""filter, where, filterIndex, unmask, estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind.expressions import condition, expression
from lambda_triage.insights.bind.scope import Scope
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Where
from lambda_triage.insights.tree import Binary, In, Name

if TYPE_CHECKING:
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.tree import Estimate, Filter, Unmask


def where(node: Filter, rows: Rows) -> None:
    """Rows of which the condition is true; an index changes how much is read, not what is found."""
    if node.indexed:
        _indexed(node, rows)
    rows.stages.append(Where(condition(node.condition, Scope(rows))))


def _indexed(node: Filter, rows: Rows) -> None:
    asked = node.condition
    equal = isinstance(asked, Binary) and asked.operator == "=" and isinstance(asked.left, Name)
    listed = isinstance(asked, In) and not asked.negated and isinstance(asked.operand, Name)
    if not equal and not listed:
        raise QueryError(
            "filterIndex looks up one field",
            rows.text,
            asked.span,
            expected=('field = "value"', 'field in ["a", "b"]'),
        )


def unmask(node: Unmask, rows: Rows) -> None:
    """Exported logs are as they are: only the name is looked up."""
    expression(node.operand, Scope(rows))


def estimate(node: Estimate, rows: Rows) -> None:
    rows.estimate = True
