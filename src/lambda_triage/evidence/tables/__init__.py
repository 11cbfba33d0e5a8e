"""The evidence dictionary: one module per table."""

from lambda_triage.evidence.tables.api_calls import API_CALLS
from lambda_triage.evidence.tables.changes import CHANGES
from lambda_triage.evidence.tables.costs import COSTS
from lambda_triage.evidence.tables.flows import FLOWS
from lambda_triage.evidence.tables.invocations import INVOCATIONS
from lambda_triage.evidence.tables.log_events import LOG_EVENTS
from lambda_triage.evidence.tables.metrics import METRICS
from lambda_triage.evidence.tables.requests import REQUESTS
from lambda_triage.evidence.tables.runtimes import RUNTIMES
from lambda_triage.evidence.tables.signals import SIGNALS
from lambda_triage.evidence.tables.spans import SPANS
from lambda_triage.evidence.tables.stack_events import STACK_EVENTS
from lambda_triage.evidence.tables.trials import TRIALS
from lambda_triage.evidence.tables.usage import USAGE

TABLES = (
    API_CALLS,
    CHANGES,
    COSTS,
    FLOWS,
    INVOCATIONS,
    LOG_EVENTS,
    METRICS,
    REQUESTS,
    RUNTIMES,
    SIGNALS,
    SPANS,
    STACK_EVENTS,
    TRIALS,
    USAGE,
)

__all__ = [
    "API_CALLS",
    "CHANGES",
    "COSTS",
    "FLOWS",
    "INVOCATIONS",
    "LOG_EVENTS",
    "METRICS",
    "REQUESTS",
    "RUNTIMES",
    "SIGNALS",
    "SPANS",
    "STACK_EVENTS",
    "TABLES",
    "TRIALS",
    "USAGE",
]
