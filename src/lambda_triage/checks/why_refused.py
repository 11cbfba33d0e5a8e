"""Why the policies in the evidence do not let a call pass: the statement, the kind, the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from lambda_triage.checks.grants import grant_remedies
from lambda_triage.checks.policies_of import resource_policy
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Manual
from lambda_triage.iam.matching import allows, asked, denies
from lambda_triage.iam.policies import Policies

if TYPE_CHECKING:
    from lambda_triage.checks.policies_of import Held
    from lambda_triage.checks.refused_calls import Refused
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.place import Place
    from lambda_triage.findings import Remedy

# Kinds of policy that the documents of a role or resource can show, by what the message blames.
JUDGED = {None: "identity boundary resource", "kms": "identity boundary resource",
          "identity": "identity", "boundary": "boundary", "resource": "resource"}  # fmt: skip
GUARDRAIL, RESOURCE = "access_denied_scp_boundary", "access_denied_resource_policy"


class Reason(Struct, frozen=True):
    """What the policies show.

    cause  None where they let the call pass
    how    sure where message and policies agree, likely where policies may be missing in the
           evidence, open where a condition cannot be decided, passed where they allow it
    place  where the policy stands; None for the first of the role's
    """

    cause: str | None
    how: Literal["sure", "likely", "open", "passed"]
    text: str
    remedies: tuple[Remedy, ...]
    place: Place | None = None


def why_refused(scene: Scene, one: Refused, known: Held) -> Reason | None:
    """The first policy that stands in the way; None where the message blames one of another kind.

    Organisations' and sessions' policies are no documents of the role or the resource.
    """
    kinds = JUDGED.get(one.policy, "").split()
    if not kinds:
        return None
    found = _by_role(one, known) if "identity" in kinds else None
    found = found or (_by_boundary(one, known) if "boundary" in kinds else None)
    found = found or (_by_resource(scene, one, known) if "resource" in kinds else None)
    return found or _passed(one, known)


def _by_role(one: Refused, known: Held) -> Reason | None:
    put = asked(one.request)
    denied = denies(known.policies, "identity", put).statement
    cause = "kms_access_denied" if one.request.service == "kms" else "access_denied_identity"
    if denied:
        text = f"{denied} denies it"
        return Reason(cause, "sure", text, _narrow(str(denied)), known.place(denied.policy))
    allowed = allows(known.policies, "identity", put).truth
    if allowed.value is None:
        text = f"{known.names} allow it only if more is true: {allowed.why[0]}"
        return Reason(cause, "open", text, _look(allowed.why[0]))
    if allowed.value:
        return None
    sure = known.whole or one.policy == "identity"
    policies = Policies(identity=known.policies, boundary=known.boundary)
    remedies = grant_remedies(one.request, policies)
    return Reason(cause, "sure" if sure else "likely", _nothing(known), remedies)


def _nothing(known: Held) -> str:
    text = f"no statement of {known.names} allows it"
    if known.absent:
        return f"{text}; not in the evidence: {', '.join(known.absent)}"
    return text if known.whole else f"{text}; what else is attached is not in the evidence"


def _by_boundary(one: Refused, known: Held) -> Reason | None:
    if known.boundary is None:
        return None
    put = asked(one.request)
    denied = denies([known.boundary], "boundary", put).statement
    if denied:
        return Reason(GUARDRAIL, "sure", f"{denied} denies it", _narrow(str(denied)))
    if allows([known.boundary], "boundary", put).truth.value is not False:
        return None
    policies = Policies(identity=known.policies, boundary=known.boundary)
    remedies = grant_remedies(one.request, policies, only=("boundary",))
    text = f"its permissions boundary {known.boundary.name} does not allow it"
    return Reason(GUARDRAIL, "sure", text, remedies)


def _by_resource(scene: Scene, one: Refused, known: Held) -> Reason | None:
    """The policy on the resource: it denies, or has to allow and does not."""
    given = resource_policy(scene, _owner(one.request.resource or ""))
    if given is None:
        return None
    policy, place = given[0], given[1].place("document")
    denied = denies([policy], "resource", asked(one.request)).statement
    cause = "kms_access_denied" if one.request.service == "kms" else RESOURCE
    if denied:
        return Reason(cause, "sure", f"{denied} denies it", _narrow(str(denied)), place)
    policies = Policies(identity=known.policies, resource=policy, boundary=known.boundary)
    remedies = grant_remedies(one.request, policies, only=("resource",))
    text = f"{policy.name} does not admit the role"
    return Reason(cause, "sure", text, remedies, place) if remedies else None


def _owner(resource: str) -> str:
    """The resource whose policy it is: the bucket of an object."""
    return resource.partition("/")[0] if ":s3:::" in resource else resource


def _passed(one: Refused, known: Held) -> Reason:
    statement = allows(known.policies, "identity", asked(one.request)).statement
    limit = f"the boundary {name(known.bounded)}, " if known.bounded else ""
    told = f"Look at {limit}an organisation's policy, the resource's own policy, and at changes"
    remedy = Manual(told, "the policies in the evidence allow the call")
    return Reason(None, "passed", f"{statement or known.names} allows it now", (remedy,))


def _narrow(statement: str) -> tuple[Remedy, ...]:
    why = "no Allow outweighs a deny, which was written on purpose: ask its owner"
    return (Manual(f"Narrow or remove {statement}", why),)


def _look(why: str) -> tuple[Remedy, ...]:
    told = f"Compare the statement's Condition with the call: {why}"
    return (Manual(told, "the context of the call is not in the evidence"),)
