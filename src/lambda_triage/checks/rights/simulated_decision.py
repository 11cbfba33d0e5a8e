"""What AWS's own simulation says of a refused call, beside the policies in the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.check import check
from lambda_triage.checks.decided import Decided, decided
from lambda_triage.checks.policies_of import held, is_role
from lambda_triage.checks.refused_calls import refused
from lambda_triage.checks.signature import DECISIVE, STRONG
from lambda_triage.evidence.documents import Simulation
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.refused_calls import Refused
    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding, Remedy
    from lambda_triage.iam.request import Request

GUARDRAIL, IDENTITY, KEY = (
    "access_denied_scp_boundary", "access_denied_identity", "kms_access_denied"
)  # fmt: skip
DECISIONS = ("allowed", "implicitDeny", "explicitDeny")
# Kinds of policy that a simulation sees, by what the message blames (IAM API reference, 2026).
SEEN = (None, "kms", "identity", "boundary", "scp")
UNSEEN = "policies of the resource, of sessions and endpoints, and resource control policies"


@check(
    id="rights/simulated-decision",
    title="AWS's simulation of a refused call",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("simulations",),
    cause=IDENTITY,
)
def simulated_decision(scene: Scene) -> Iterator[Finding]:
    told = [one for one in scene.case.documents(Simulation) if one.decision in DECISIONS]
    if not told:
        return
    for one in refused(scene):
        own = [simulation for simulation in told if _is_of(simulation, one)]
        if own and one.policy in SEEN and (one.request.resource or len(own) == 1):
            # A trail names some resources without their ARN; what was simulated has one.
            asked = replace(one.request, resource=own[0].target)
            known = held(scene, one.role)
            yield _finding(one, own[0], asked, decided(asked, known) if known else None)


def _is_of(told: Simulation, one: Refused) -> bool:
    same = (told.action or "").lower() == one.request.action.lower()
    on = one.request.resource in (None, told.target)
    return same and on and is_role(told.resource, one.role)


def _finding(one: Refused, told: Simulation, request: Request, offline: Decided | None) -> Finding:
    cause = _cause(one, told, offline)
    on = f" on {request.resource}" if request.resource != "*" else ""
    text = _simulated(told)
    found = replace(
        one.finding,
        summary=f"{request.action}{on} was refused to role {name(one.role)}:"
        f" {text}{_compared(told, offline)}",
        key=f"{request.action} {request.resource}",
        citations=(*one.finding.citations[:4], Citation(place=told.place("decision"), text=text)),
        cause=cause,
        weight=_weight(told, cause),
        facts=(("action", request.action), ("resource", request.resource or "")),
        remedies=_remedies(told, cause),
    )
    if cause is not None:
        return found
    # It does not speak for the refusal, which the log shows all the same.
    return replace(found, role=Role.RISK, opens=False, by_status=(), symptom=None, explains=())


def _cause(one: Refused, told: Simulation, offline: Decided | None) -> str | None:
    """What both the refusal and the simulation speak for; the message's own words go first."""
    if told.decision == "allowed":
        return None
    around = {"scp": told.organization, "boundary": told.boundary}
    if one.policy in around:
        return GUARDRAIL if around[one.policy] is False else None
    own = KEY if one.request.service == "kms" else IDENTITY
    if one.policy == "identity":
        return own
    if offline and offline.refuses:
        return GUARDRAIL if offline.boundary else own
    if False in around.values():
        return GUARDRAIL
    passed = offline is not None and offline.decision == "allowed"
    return None if passed and not (told.decision == "explicitDeny" and told.matched) else own


def _weight(told: Simulation, cause: str | None) -> float:
    """AWS naming the layer outweighs what a message without a reason makes likely."""
    named = told.organization is False or told.boundary is False
    return (DECISIVE if cause == GUARDRAIL and named else STRONG) if cause else 0.0


def _simulated(told: Simulation) -> str:
    """AWS's decision, and the layer that it names."""
    if told.decision == "allowed":
        by = f" by {', '.join(told.matched)}" if told.matched else ""
        return f"AWS's simulation allows it now{by}"
    why = [f"{', '.join(told.matched)} denies it"] if _denied(told) and told.matched else []
    why += ["the organisation's policies do not let it pass"] if told.organization is False else []
    why += ["the permissions boundary does not let it pass"] if told.boundary is False else []
    why += [f"it was not told {', '.join(told.missing)}"] if told.missing else []
    return f"AWS's simulation says {told.decision}{': ' if why else ''}{', and '.join(why)}"


def _denied(told: Simulation) -> bool:
    return told.decision == "explicitDeny"


def _compared(told: Simulation, offline: Decided | None) -> str:
    if offline is None:
        return "; the role's policies are not in the evidence"
    if offline.decision is None:
        return f"; the policies in the evidence do not decide it: {offline.why}"
    if told.decision == "allowed":
        if offline.refuses:
            return f", and the policies in the evidence do not: {offline.why}"
        return f", and so do the policies in the evidence; neither sees {UNSEEN}"
    if offline.refuses:
        return f", and so do the policies in the evidence: {offline.why}"
    return f", and the policies in the evidence allow it: {offline.why}"


def _remedies(told: Simulation, cause: str | None) -> tuple[Remedy, ...]:
    if cause == GUARDRAIL:
        whose = "organisation's policies" if told.organization is False else "permissions boundary"
        return (Manual(f"Let the {whose} allow the call", "only their owner can change them"),)
    if cause is None and told.missing and told.decision != "allowed":
        keys = ", ".join(told.missing)
        look = f"Compare the conditions on {keys} in the policies around the role with the call"
        return (Manual(look, "the context of the call is not in the evidence"),)
    if cause is None:
        look = "Compare when the call was refused with when the policies changed; look at"
        why = "AWS's simulation does not see them, and knows only the policies of today"
        return (Manual(f"{look} {UNSEEN}", why),)
    return ()
