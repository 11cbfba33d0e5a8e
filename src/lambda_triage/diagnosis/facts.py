"""What a hypothesis may weigh about one resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.findings import Finding


class Outcomes(Struct, frozen=True):
    """One row of the view `outcomes`."""

    resource: str
    invocations: int
    ok: int
    errors: int
    timeouts: int
    ooms: int
    crashes: int
    init_failures: int
    unknown: int
    cold_starts: int
    cold_timeouts: int
    reported: int
    max_us: int | None
    timeout_min_us: int | None
    timeout_max_us: int | None
    ok_max_us: int | None
    init_p50_us: int | None
    init_max_us: int | None
    init_sum_us: int | None
    duration_sum_us: int | None
    memory_mb: int | None
    max_memory_mb: int | None
    environments: int
    silent_p50_us: int | None
    last_line: str | None
    first_us: int | None
    last_us: int | None
    p50_us: int | None
    p99_us: int | None
    ok_p50_us: int | None
    ok_p99_us: int | None


class Facts(Struct, frozen=True):
    """One resource: its configuration, outcomes and findings, and the case behind them.

    started  Runtime identifier that its INIT_START lines tell, else empty
    symptom  what is being explained, where a cause weighs one otherwise than another
    """

    resource: str
    function: FunctionConfiguration | None
    outcomes: Outcomes | None
    findings: tuple[Finding, ...]
    case: Case
    started: str = ""
    symptom: str = ""

    def found(self, *checks: str) -> tuple[Finding, ...]:
        """Findings of these checks; a family name ending in `/` takes all of its checks."""
        return tuple(
            f
            for f in self.findings
            if any(f.check == c or (c.endswith("/") and f.check.startswith(c)) for c in checks)
        )

    @property
    def timeout_s(self) -> float | None:
        """The configured time-out, else what the time-out lines say; None when neither is known."""
        if self.function is not None and self.function.timeout_s is not None:
            return float(self.function.timeout_s)
        told = [f.fact("timeout_s") for f in self.found("timeouts/timed-out")]
        return next((float(t) for t in told if t), None)

    @property
    def memory_mb(self) -> int | None:
        """Memory Size, from configuration or REPORT lines."""
        if self.function is not None and self.function.memory_mb is not None:
            return self.function.memory_mb
        return self.outcomes.memory_mb if self.outcomes else None

    @property
    def runtime(self) -> str:
        """Runtime identifier, from configuration or the log; empty when unknown."""
        return (self.function.runtime if self.function else None) or self.started

    def note(self, name: str) -> str | None:
        """A reported note: it may support a cause, never conclude it."""
        return self.function.notes.get(name) if self.function else None
