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
    from lambda_triage.mcp.tools.next_page import NEXT_PAGE

    return (*_triage(), *_sam(), *_mappings(), *_guidance(), NEXT_PAGE)


def _triage() -> tuple[AnyTool, ...]:
    """What fails, and why."""
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
    )


def _sam() -> tuple[AnyTool, ...]:
    """A SAM project, from its first file to its logs."""
    from lambda_triage.mcp.tools.sam_build import SAM_BUILD
    from lambda_triage.mcp.tools.sam_deploy import SAM_DEPLOY
    from lambda_triage.mcp.tools.sam_init import SAM_INIT
    from lambda_triage.mcp.tools.sam_local_invoke import SAM_LOCAL_INVOKE
    from lambda_triage.mcp.tools.sam_logs import SAM_LOGS
    from lambda_triage.mcp.tools.sam_remote_invoke import SAM_REMOTE_INVOKE

    return (
        SAM_INIT,
        SAM_BUILD,
        SAM_LOCAL_INVOKE,
        SAM_DEPLOY,
        SAM_REMOTE_INVOKE,
        SAM_LOGS,
    )


def _mappings() -> tuple[AnyTool, ...]:
    """Event source mappings."""
    from lambda_triage.mcp.tools.esm_guidance import ESM_GUIDANCE
    from lambda_triage.mcp.tools.esm_kafka_troubleshoot import ESM_KAFKA_TROUBLESHOOT
    from lambda_triage.mcp.tools.esm_optimize import ESM_OPTIMIZE
    from lambda_triage.mcp.tools.secure_policies import (
        SECURE_ESM_DYNAMODB_POLICY,
        SECURE_ESM_KINESIS_POLICY,
        SECURE_ESM_MSK_POLICY,
        SECURE_ESM_SQS_POLICY,
    )

    return (
        ESM_GUIDANCE,
        ESM_OPTIMIZE,
        ESM_KAFKA_TROUBLESHOOT,
        SECURE_ESM_SQS_POLICY,
        SECURE_ESM_KINESIS_POLICY,
        SECURE_ESM_DYNAMODB_POLICY,
        SECURE_ESM_MSK_POLICY,
    )


def _guidance() -> tuple[AnyTool, ...]:
    """What to build, and with what."""
    from lambda_triage.mcp.tools.deploy_serverless_app_help import DEPLOY_SERVERLESS_APP_HELP
    from lambda_triage.mcp.tools.get_iac_guidance import GET_IAC_GUIDANCE
    from lambda_triage.mcp.tools.get_lambda_event_schemas import GET_LAMBDA_EVENT_SCHEMAS
    from lambda_triage.mcp.tools.get_lambda_guidance import GET_LAMBDA_GUIDANCE
    from lambda_triage.mcp.tools.get_serverless_templates import GET_SERVERLESS_TEMPLATES

    return (
        GET_LAMBDA_GUIDANCE,
        GET_LAMBDA_EVENT_SCHEMAS,
        GET_SERVERLESS_TEMPLATES,
        GET_IAC_GUIDANCE,
        DEPLOY_SERVERLESS_APP_HELP,
    )


def find(name: str) -> AnyTool:
    """The tool of this name. Raises UsageError."""
    known = {tool.name: tool for tool in tools()}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "tools/list has those there are"
    raise UsageError(f"there is no tool {name[:60]!r}; {hint}")
