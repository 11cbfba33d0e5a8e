"""The policies around a request, which kinds of them are known, and the decision they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Collection

    from lambda_triage.iam.document import Policy

Kind = Literal[
    "identity", "resource", "boundary", "session", "scp", "rcp", "vpc_endpoint", "kms_grants"
]
Outcome = Literal["allowed", "explicit_deny", "implicit_deny", "unknown"]

KINDS: tuple[Kind, ...] = (
    "identity",
    "resource",
    "boundary",
    "session",
    "scp",
    "rcp",
    "vpc_endpoint",
    "kms_grants",
)
EVERY: frozenset[Kind] = frozenset(KINDS)
TITLES: dict[Kind, str] = {
    "identity": "identity-based policies",
    "resource": "resource-based policy",
    "boundary": "permissions boundary",
    "session": "session policy",
    "scp": "service control policies",
    "rcp": "resource control policies",
    "vpc_endpoint": "VPC endpoint policy",
    "kms_grants": "grants on the KMS key",
}


class Policies(Struct, frozen=True):
    """What is known of the policies that bear on one request.

    identity      attached to the role or user, with the groups' and inline ones
    scp, rcp      one tuple of policies for each level: root, units on the way, account
    vpc_endpoint  of the endpoint that the request passes
    known         kinds of which nothing is missing: what is empty or None does not exist. A kind
                  that is not known and not given may hold anything. A single policy that is given
                  is known.
    """

    identity: tuple[Policy, ...] = ()
    resource: Policy | None = None
    boundary: Policy | None = None
    session: Policy | None = None
    scp: tuple[tuple[Policy, ...], ...] = ()
    rcp: tuple[tuple[Policy, ...], ...] = ()
    vpc_endpoint: Policy | None = None
    known: frozenset[Kind] = frozenset()

    def assuming(self, kinds: Collection[Kind]) -> Policies:
        """Return these policies, of these kinds taken to be all there are."""
        return replace(self, known=self.known | frozenset(kinds))

    def single(self, kind: Kind) -> Policy | None:
        """Return the policy of a kind of which there is at most one."""
        singles = {
            "resource": self.resource,
            "boundary": self.boundary,
            "session": self.session,
            "vpc_endpoint": self.vpc_endpoint,
        }
        return singles.get(kind)

    def of(self, kind: Kind) -> tuple[Policy, ...]:
        """Return all policies of a kind, of whatever level."""
        if kind == "identity":
            return self.identity
        if kind in ("scp", "rcp"):
            return tuple(policy for level in self.levels(kind) for policy in level)
        one = self.single(kind)
        return (one,) if one else ()

    def levels(self, kind: Kind) -> tuple[tuple[Policy, ...], ...]:
        """Return the levels of an organization's policies."""
        return self.scp if kind == "scp" else self.rcp if kind == "rcp" else ()

    def is_known(self, kind: Kind) -> bool:
        """Whether no policy of the kind is missing here."""
        return kind in self.known or self.single(kind) is not None


class Cited(Struct, frozen=True):
    """Where a statement stands; its index counts from 0."""

    kind: Kind
    policy: str
    index: int
    sid: str | None = None

    def __str__(self) -> str:
        """Words for a sentence."""
        which = f"statement {self.sid}" if self.sid else f"statement {self.index + 1}"
        return f"{which} of {self.policy or 'the ' + TITLES[self.kind]}"


class Decision(Struct, frozen=True):
    """What AWS would answer.

    outcome     `allowed` and `explicit_deny` are certain. `implicit_deny` is a certain refusal;
                with `unresolved` an explicit deny may come on top. Else `unknown`.
    statement   the statement that decides; None where a missing one does
    reason      one sentence
    unresolved  what would have to be known to be sure
    as_known    the outcome if no policies exist but those given
    """

    outcome: Outcome
    reason: str
    statement: Cited | None = None
    unresolved: tuple[str, ...] = ()
    as_known: Outcome = "unknown"
