"""Which columns an expression reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.plan import Apply, Column, Plan, Ref, Within
from lambda_triage.insights.walk import walk

if TYPE_CHECKING:
    from lambda_triage.insights.plan import Expr


def needs(value: Expr) -> set[str]:
    """Ids of columns."""
    found: set[str] = set()
    left: list[Expr] = [value]
    while left:
        each = left.pop()
        if isinstance(each, Ref):
            found.add(each.column.id)
        elif isinstance(each, Apply):
            left.extend(each.args)
        elif isinstance(each, Within):
            left.append(each.value)
    return found


def used_columns(things: object) -> set[str]:
    """Ids of all columns in stages and expressions; those of inner plans are their own."""
    found = walk(things, without=(Plan,))
    return {each.id for each in found if isinstance(each, Column)}
