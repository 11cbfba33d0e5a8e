"""What a check may say: a finding, or that it could not tell."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from lambda_triage.evidence.gap import Gap
    from lambda_triage.evidence.place import Place
    from lambda_triage.findings.remedy import Remedy


class Severity(StrEnum):
    """How much it hurts while it lasts."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Role(StrEnum):
    """What a finding is in the argument."""

    SIGNATURE = "signature"  # a message that admits one explanation, or few
    SYMPTOM = "symptom"  # something is wrong, for many possible reasons
    RISK = "risk"  # nothing is wrong yet
    CONTEXT = "context"  # a fact that speaks for or against a cause


class Citation(Struct, frozen=True):
    """Proof: a log event by its id, or words about a place in a document or a metric."""

    event: int | None = None
    place: Place | None = None
    text: str = ""
    time_us: int | None = None


class Finding(Struct, frozen=True):
    """One fact about one resource, in words a person can act on.

    key       what makes it the same finding next time; without counts and times
    cause     slug it argues for; None for symptoms and context
    weight    log-odds it adds to that cause where it shares an invocation with the symptom
    symptom   for role symptom: which one, e.g. timeout
    opens     it is itself the trouble (a failed or unreconstructed invocation, a deployment)
    explains  symptoms that it explains, where it is a risk as long as none of them is there
    by_status invocations in which it occurs, by their status
    facts     captured values that causes may weigh
    """

    resource: str
    summary: str
    key: str = ""
    citations: tuple[Citation, ...] = ()
    cause: str | None = None
    weight: float = 0.0
    symptom: str | None = None
    opens: bool = False
    explains: tuple[str, ...] = ()
    invocations: int = 0
    onset_us: int | None = None
    by_status: tuple[tuple[str, int], ...] = ()
    impact: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    remedies: tuple[Remedy, ...] = ()
    check: str = ""
    role: Role = Role.CONTEXT
    severity: Severity = Severity.MEDIUM

    @property
    def id(self) -> str:
        """Twelve hex digits that stay the same while check, resource and key do."""
        text = "\0".join((self.check, self.resource, self.key))
        return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()

    @property
    def statuses(self) -> dict[str, int]:
        """Invocations in which it occurs, by their status."""
        return dict(self.by_status)

    def fact(self, name: str) -> str | None:
        """A captured value, by name."""
        return dict(self.facts).get(name)


class Unknown(Struct, frozen=True):
    """The check could not tell: silence here must never read as health."""

    check: str
    gap: Gap
