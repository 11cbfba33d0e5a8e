"""Which function reads which command."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights.parse import beside, columns, extract, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambda_triage.insights.lexer import Token
    from lambda_triage.insights.parse.cursor import Cursor
    from lambda_triage.insights.tree import Command

READERS: Mapping[str, Callable[[Cursor, Token], Command]] = MappingProxyType(
    {
        "fields": columns.fields,
        "display": columns.display,
        "filter": columns.filter_,
        "where": columns.filter_,
        "filterindex": columns.filter_,
        "stats": columns.stats,
        "sort": columns.sort,
        "order": columns.sort,
        "limit": columns.limit,
        "head": columns.limit,
        "dedup": columns.dedup,
        "parse": extract.parse,
        "pattern": extract.pattern,
        "unnest": extract.unnest,
        "expand": extract.expand,
        "unmask": extract.unmask,
        "join": beside.join,
        "lookup": beside.lookup,
        "cidrlookup": beside.lookup,
        "appendcols": beside.appendcols,
        "addtotals": rows.addtotals,
        "accum": rows.accum,
        "autoregress": rows.autoregress,
        "filldown": rows.filldown,
        "fillmissing": rows.fillmissing,
        "outlier": rows.outlier,
        "sessionize": rows.sessionize,
        "countfrequent": rows.count_frequent,
        "count_frequent": rows.count_frequent,
        "relevantfields": rows.relevant_fields,
        "estimate": rows.estimate,
    }
)
