"""Shared computations: one module per view."""

from lambda_triage.evidence.views.bills import BILLS
from lambda_triage.evidence.views.environments import ENVIRONMENTS
from lambda_triage.evidence.views.memory_series import MEMORY_SERIES
from lambda_triage.evidence.views.memory_sizes import MEMORY_SIZES
from lambda_triage.evidence.views.onsets import ONSETS
from lambda_triage.evidence.views.outcomes import OUTCOMES
from lambda_triage.evidence.views.period import PERIOD
from lambda_triage.evidence.views.repeats import REPEATS
from lambda_triage.evidence.views.starts import STARTS
from lambda_triage.evidence.views.unfinished import UNFINISHED
from lambda_triage.evidence.views.versions import VERSIONS

VIEWS = (
    BILLS,
    ENVIRONMENTS,
    MEMORY_SERIES,
    MEMORY_SIZES,
    ONSETS,
    OUTCOMES,
    PERIOD,
    REPEATS,
    STARTS,
    UNFINISHED,
    VERSIONS,
)

__all__ = [
    "BILLS",
    "ENVIRONMENTS",
    "MEMORY_SERIES",
    "MEMORY_SIZES",
    "ONSETS",
    "OUTCOMES",
    "PERIOD",
    "REPEATS",
    "STARTS",
    "UNFINISHED",
    "VERSIONS",
    "VIEWS",
]
