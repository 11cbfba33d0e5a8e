"""The tools that are there, in the order of their usual use."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from lambda_triage.mcp.tool import AnyTool


@cache
def tools() -> tuple[AnyTool, ...]:
    """All tools."""
    from lambda_triage.mcp.tools.collect_evidence import COLLECT_EVIDENCE
    from lambda_triage.mcp.tools.compare_bundles import COMPARE_BUNDLES
    from lambda_triage.mcp.tools.diagnose import DIAGNOSE
    from lambda_triage.mcp.tools.explain_access import EXPLAIN_ACCESS
    from lambda_triage.mcp.tools.explain_error import EXPLAIN_ERROR
    from lambda_triage.mcp.tools.explain_trigger import EXPLAIN_TRIGGER
    from lambda_triage.mcp.tools.get_logs import GET_LOGS
    from lambda_triage.mcp.tools.get_metrics import GET_METRICS
    from lambda_triage.mcp.tools.get_traces import GET_TRACES
    from lambda_triage.mcp.tools.limits import LIMITS
    from lambda_triage.mcp.tools.list_checks import LIST_CHECKS
    from lambda_triage.mcp.tools.next_evidence import NEXT_EVIDENCE
    from lambda_triage.mcp.tools.next_page import NEXT_PAGE
    from lambda_triage.mcp.tools.query_logs import QUERY_LOGS

    return (
        DIAGNOSE,
        EXPLAIN_ERROR,
        NEXT_EVIDENCE,
        LIST_CHECKS,
        LIMITS,
        EXPLAIN_TRIGGER,
        EXPLAIN_ACCESS,
        COMPARE_BUNDLES,
        QUERY_LOGS,
        COLLECT_EVIDENCE,
        GET_LOGS,
        GET_METRICS,
        GET_TRACES,
        NEXT_PAGE,
    )


def find(name: str) -> AnyTool:
    """The tool of this name. Raises UsageError."""
    known = {tool.name: tool for tool in tools()}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "tools/list has those there are"
    raise UsageError(f"there is no tool {name[:60]!r}; {hint}")
