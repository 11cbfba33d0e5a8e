"""From what a query says to what it means."""

from __future__ import annotations

from lambda_triage.insights.bind.clock import Clock
from lambda_triage.insights.bind.describe import describe
from lambda_triage.insights.bind.query import bind

__all__ = ["Clock", "bind", "describe"]
