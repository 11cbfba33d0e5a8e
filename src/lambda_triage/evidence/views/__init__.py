"""Shared computations: one module per view."""

from lambda_triage.evidence.views.environments import ENVIRONMENTS
from lambda_triage.evidence.views.memory_series import MEMORY_SERIES
from lambda_triage.evidence.views.outcomes import OUTCOMES

VIEWS = (ENVIRONMENTS, MEMORY_SERIES, OUTCOMES)

__all__ = ["ENVIRONMENTS", "MEMORY_SERIES", "OUTCOMES", "VIEWS"]
