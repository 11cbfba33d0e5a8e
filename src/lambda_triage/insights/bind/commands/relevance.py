"""relevantfields: which fields tell the rows of a condition from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.bind import kinds
from lambda_triage.insights.bind.expressions import condition
from lambda_triage.insights.bind.needs import used_columns
from lambda_triage.insights.bind.rows import ascending
from lambda_triage.insights.bind.scope import Scope
from lambda_triage.insights.bind.single import column
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.plan import Extract, Kind, OrderKey, Ref, Relevance

if TYPE_CHECKING:
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.plan import Column
    from lambda_triage.insights.tree import Name, RelevantFields, Span

# Of every event, and not its own alone as the message, its time, or the id of its request is.
_OF_EVENTS = (
    *("@log", "@logStream", "@type"),
    *("@duration", "@billedDuration", "@initDuration", "@memorySize", "@maxMemoryUsed"),
)
_COMPARED = frozenset((Kind.TEXT, Kind.NUMBER, Kind.DOUBLE, Kind.TRUTH))


def relevant_fields(node: RelevantFields, rows: Rows) -> None:
    parsed = {
        each.id for stage in rows.stages if isinstance(stage, Extract) for each in stage.columns
    }
    wanted = condition(node.condition, Scope(rows))
    asked = used_columns(wanted)
    if asked & parsed:
        raise _parsed(rows, node.condition.span)
    message: Column | None = None
    if node.names:
        columns = tuple(dict.fromkeys(_named(each, parsed, rows) for each in node.names))
    else:
        made = rows.names.values() if rows.events else rows.shown()
        columns = tuple(
            each
            for each in (*(_of_events(rows) if rows.events else ()), *made)
            if each.id not in parsed | asked and each.kind in _COMPARED
        )
        message = rows.field(kinds.MESSAGE, (kinds.MESSAGE,)) if rows.events else None
    without = {each.column.name for each in rows.fields.values() if each.column.id in asked}
    outputs = (
        rows.ids.column("@fieldName", Kind.TEXT),
        rows.ids.column("@relevanceScore", Kind.NUMBER),
        rows.ids.column("@topRelevanceContributors", Kind.TEXT),
        rows.ids.column("@conditionalMedian", Kind.NUMBER),
        rows.ids.column("@baselineMedian", Kind.NUMBER),
    )
    hidden = tuple(sorted(without | set(rows.names)))
    rows.stages.append(Relevance(wanted, columns, message, hidden, *outputs))
    rows.replace(outputs, "relevantfields")
    rows.order = (OrderKey(Ref(outputs[1]), descending=True), *ascending(outputs[:1]))


def _of_events(rows: Rows) -> list[Column]:
    """Fields that are in no JSON; one whose name the query has given away is not meant."""
    return [rows.field(each, (each,)) for each in _OF_EVENTS if each not in rows.names]


def _named(node: Name, parsed: set[str], rows: Rows) -> Column:
    found = column(node, "relevantfields", rows)
    if found.id in parsed:
        raise _parsed(rows, node.span)
    return found


def _parsed(rows: Rows, span: Span) -> QueryError:
    return QueryError(
        "Query cannot be compiled: relevantfields reads no fields that parse made", rows.text, span
    )
