"""One function for each command: it binds the command and changes the rows."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from lambda_triage.insights import tree
from lambda_triage.insights.bind.commands import (
    columns,
    fields,
    filters,
    joining,
    lists,
    order,
    parsing,
    relevance,
    reshape,
    stats,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambda_triage.insights.bind.rows import Rows

# A function takes its own kind of command, which a mapping cannot say.
BIND: Mapping[type[tree.Node], Callable[[Any, Rows], None]] = MappingProxyType(
    {
        tree.Fields: fields.fields,
        tree.Display: fields.display,
        tree.Filter: filters.where,
        tree.Stats: stats.stats,
        tree.Sort: order.sort,
        tree.Limit: order.limit,
        tree.Dedup: order.dedup,
        tree.ParseGlob: parsing.glob,
        tree.ParseRegex: parsing.regex,
        tree.Pattern: lists.pattern,
        tree.Unnest: lists.unnest,
        tree.Join: joining.join,
        tree.Lookup: joining.lookup,
        tree.AppendCols: columns.append,
        tree.RowCommand: reshape.reshape,
        tree.RelevantFields: relevance.relevant_fields,
        tree.Unmask: filters.unmask,
        tree.Estimate: filters.estimate,
    }
)
