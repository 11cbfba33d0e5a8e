"""The evidence dictionary: one module per table."""

from lambda_triage.evidence.tables.changes import CHANGES
from lambda_triage.evidence.tables.invocations import INVOCATIONS
from lambda_triage.evidence.tables.log_events import LOG_EVENTS
from lambda_triage.evidence.tables.metrics import METRICS
from lambda_triage.evidence.tables.signals import SIGNALS
from lambda_triage.evidence.tables.spans import SPANS

TABLES = (CHANGES, INVOCATIONS, LOG_EVENTS, METRICS, SIGNALS, SPANS)

__all__ = [
    "CHANGES",
    "INVOCATIONS",
    "LOG_EVENTS",
    "METRICS",
    "SIGNALS",
    "SPANS",
    "TABLES",
]
