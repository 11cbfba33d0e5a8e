"""Shared computations: one module per view."""

from lambda_triage.evidence.views.attempts import ATTEMPTS
from lambda_triage.evidence.views.bills import BILLS
from lambda_triage.evidence.views.cold_and_warm import COLD_AND_WARM
from lambda_triage.evidence.views.connects import CONNECTS
from lambda_triage.evidence.views.cpu_shares import CPU_SHARES
from lambda_triage.evidence.views.duration_series import DURATION_SERIES
from lambda_triage.evidence.views.environments import ENVIRONMENTS
from lambda_triage.evidence.views.failed_calls import FAILED_CALLS
from lambda_triage.evidence.views.init_series import INIT_SERIES
from lambda_triage.evidence.views.kinds_of_error import KINDS_OF_ERROR
from lambda_triage.evidence.views.late_events import LATE_EVENTS
from lambda_triage.evidence.views.long_durations import LONG_DURATIONS
from lambda_triage.evidence.views.memory_levels import MEMORY_LEVELS
from lambda_triage.evidence.views.memory_series import MEMORY_SERIES
from lambda_triage.evidence.views.memory_sizes import MEMORY_SIZES
from lambda_triage.evidence.views.onsets import ONSETS
from lambda_triage.evidence.views.outcomes import OUTCOMES
from lambda_triage.evidence.views.period import PERIOD
from lambda_triage.evidence.views.repeats import REPEATS
from lambda_triage.evidence.views.segments import SEGMENTS
from lambda_triage.evidence.views.starts import STARTS
from lambda_triage.evidence.views.successions import SUCCESSIONS
from lambda_triage.evidence.views.unfinished import UNFINISHED
from lambda_triage.evidence.views.usage_levels import USAGE_LEVELS
from lambda_triage.evidence.views.usage_series import USAGE_SERIES
from lambda_triage.evidence.views.versions import VERSIONS
from lambda_triage.evidence.views.versions_beside import VERSIONS_BESIDE

VIEWS = (
    ATTEMPTS,
    BILLS,
    COLD_AND_WARM,
    CONNECTS,
    CPU_SHARES,
    DURATION_SERIES,
    ENVIRONMENTS,
    FAILED_CALLS,
    INIT_SERIES,
    KINDS_OF_ERROR,
    LATE_EVENTS,
    LONG_DURATIONS,
    MEMORY_LEVELS,
    MEMORY_SERIES,
    MEMORY_SIZES,
    ONSETS,
    OUTCOMES,
    PERIOD,
    REPEATS,
    SEGMENTS,
    STARTS,
    SUCCESSIONS,
    UNFINISHED,
    USAGE_LEVELS,
    USAGE_SERIES,
    VERSIONS,
    VERSIONS_BESIDE,
)

__all__ = [
    "ATTEMPTS",
    "BILLS",
    "COLD_AND_WARM",
    "CONNECTS",
    "CPU_SHARES",
    "DURATION_SERIES",
    "ENVIRONMENTS",
    "FAILED_CALLS",
    "INIT_SERIES",
    "KINDS_OF_ERROR",
    "LATE_EVENTS",
    "LONG_DURATIONS",
    "MEMORY_LEVELS",
    "MEMORY_SERIES",
    "MEMORY_SIZES",
    "ONSETS",
    "OUTCOMES",
    "PERIOD",
    "REPEATS",
    "SEGMENTS",
    "STARTS",
    "SUCCESSIONS",
    "UNFINISHED",
    "USAGE_LEVELS",
    "USAGE_SERIES",
    "VERSIONS",
    "VERSIONS_BESIDE",
    "VIEWS",
]
