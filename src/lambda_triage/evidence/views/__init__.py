"""Shared computations: one module per view."""

from lambda_triage.evidence.views.environments import ENVIRONMENTS
from lambda_triage.evidence.views.outcomes import OUTCOMES

VIEWS = (ENVIRONMENTS, OUTCOMES)

__all__ = ["ENVIRONMENTS", "OUTCOMES", "VIEWS"]
