"""Shared computations: one module per view."""

from lambda_triage.evidence.views.environments import ENVIRONMENTS
from lambda_triage.evidence.views.memory_series import MEMORY_SERIES
from lambda_triage.evidence.views.outcomes import OUTCOMES
from lambda_triage.evidence.views.repeats import REPEATS
from lambda_triage.evidence.views.starts import STARTS
from lambda_triage.evidence.views.versions import VERSIONS

VIEWS = (ENVIRONMENTS, MEMORY_SERIES, OUTCOMES, REPEATS, STARTS, VERSIONS)

__all__ = [
    "ENVIRONMENTS",
    "MEMORY_SERIES",
    "OUTCOMES",
    "REPEATS",
    "STARTS",
    "VERSIONS",
    "VIEWS",
]
