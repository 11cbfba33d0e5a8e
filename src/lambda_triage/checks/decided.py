"""What a role's policies and its boundary decide of a call, in the words of AWS's simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from lambda_triage.evidence.naming import name
from lambda_triage.iam.matching import allows, asked, denies

if TYPE_CHECKING:
    from lambda_triage.checks.policies_of import Held
    from lambda_triage.iam.document import Policy
    from lambda_triage.iam.matching import Asked
    from lambda_triage.iam.policies import Kind
    from lambda_triage.iam.request import Request


class Decided(Struct, frozen=True):
    """The decision, None where the evidence leaves it open; and why, or the statement that allows.

    boundary  whether it is the boundary that does not let the call pass
    """

    decision: Literal["allowed", "explicitDeny", "implicitDeny"] | None
    why: str
    boundary: bool = False

    @property
    def refuses(self) -> bool:
        """Whether the policies surely do not let the call pass."""
        return self.decision in ("explicitDeny", "implicitDeny")


def decided(request: Request, known: Held) -> Decided:
    """Decide as SimulatePrincipalPolicy does, which leaves out policies on the resource."""
    put = asked(request)
    denied = _denied(put, known)
    if denied and denied.decision:
        return denied
    allowed = allows(known.policies, "identity", put)
    if allowed.truth.value is False:
        return _lacking(known)
    limit = None if known.boundary is None else allows([known.boundary], "boundary", put)
    if limit is not None and limit.truth.value is False:
        what = known.boundary.name if known.boundary else ""
        return Decided("implicitDeny", f"boundary {what} does not allow it", boundary=True)
    for open_ in (allowed.truth, *((limit.truth,) if limit else ())):
        if open_.value is None:
            return Decided(None, open_.why[0])
    if denied is not None:
        return denied
    if known.bounded and known.boundary is None:
        return Decided(None, f"boundary {name(known.bounded)} is not in the evidence")
    return Decided("allowed", str(allowed.statement or known.names))


def _denied(put: Asked, known: Held) -> Decided | None:
    """An explicit deny, or a condition that may make one."""
    boundary = (known.boundary,) if known.boundary else ()
    layers: tuple[tuple[Kind, tuple[Policy, ...]], ...] = (
        ("identity", known.policies),
        ("boundary", boundary),
    )
    left: Decided | None = None
    for kind, policies in layers:
        answer = denies(policies, kind, put)
        if answer.truth.value:
            why = f"{answer.statement} denies it"
            return Decided("explicitDeny", why, boundary=kind == "boundary")
        if answer.truth.value is None and left is None:
            left = Decided(None, answer.truth.why[0])
    return left


def _lacking(known: Held) -> Decided:
    """No statement allows it: sure only where all policies of the role are in the evidence."""
    why = f"no statement of {known.names} allows it"
    if known.whole:
        return Decided("implicitDeny", why)
    rest = ", ".join(known.absent) or "what else is attached"
    return Decided("implicitDeny", f"{why}; not in the evidence: {rest}")
