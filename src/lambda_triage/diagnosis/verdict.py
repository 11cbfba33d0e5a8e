"""What the diagnosis says: incidents, the causes that compete for each, and the verdict."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from lambda_triage.diagnosis.hypothesis import Weight
    from lambda_triage.findings import Finding, Remedy

BAR = 0.7  # probability at which a cause is named
LEAD = 0.2  # by which it must lead the next


class Verdict(StrEnum):
    """The three answers."""

    CAUSE_FOUND = "cause_found"
    HEALTHY = "healthy"
    INCONCLUSIVE = "inconclusive"


class Candidate(Struct, frozen=True):
    """One cause in the running for one incident."""

    slug: str
    resource: str
    score: float
    confidence: float
    summary: str
    findings: tuple[Finding, ...]
    weights: tuple[Weight, ...]
    remedies: tuple[Remedy, ...]
    needs: tuple[tuple[str, str], ...] = ()


class Incident(Struct, frozen=True):
    """A symptom of one resource since its onset, and what competes to explain it, best first."""

    resource: str
    symptom: str
    onset_us: int | None
    invocations: int
    finding: Finding
    candidates: tuple[Candidate, ...]

    @property
    def verdict(self) -> Verdict:
        """cause_found when the best is likely enough and leads clearly, else inconclusive."""
        if not self.candidates:
            return Verdict.INCONCLUSIVE
        best = self.candidates[0].confidence
        following = self.candidates[1].confidence if len(self.candidates) > 1 else 0.0
        likely = best >= BAR and best - following >= LEAD
        return Verdict.CAUSE_FOUND if likely else Verdict.INCONCLUSIVE


class Diagnosis(Struct, frozen=True):
    """The whole verdict."""

    verdict: Verdict
    causes: tuple[Candidate, ...]
    incidents: tuple[Incident, ...]
