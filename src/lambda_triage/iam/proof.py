"""Proof of a grant: it lets the refused request pass, and nothing beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.iam.actions import authorized_actions
from lambda_triage.iam.evaluate import evaluate
from lambda_triage.iam.missing import added
from lambda_triage.iam.policies import EVERY
from lambda_triage.iam.request import principal
from lambda_triage.iam.resources import authorized

if TYPE_CHECKING:
    from lambda_triage.iam.missing import Grant
    from lambda_triage.iam.policies import Decision, Outcome, Policies
    from lambda_triage.iam.request import Request

NEIGHBOURS = 4  # actions tried on either side, in the order of the alphabet


class Probe(Struct, frozen=True):
    """Another request, and what the policies given say of it without and with the grant."""

    action: str
    resource: str
    principal: str
    before: Outcome
    after: Outcome


class Proof(Struct, frozen=True):
    """What a grant changes.

    before, after  decisions on the request itself
    flips          by the policies given it is refused without the grant and allowed with it
    probes         requests beside it: neighbouring actions, another resource, another caller
    """

    before: Decision
    after: Decision
    flips: bool
    probes: tuple[Probe, ...]

    @property
    def widened(self) -> tuple[Probe, ...]:
        """Probes that the grant lets pass, which it should not."""
        return tuple(one for one in self.probes if one.before != one.after)


def proof(request: Request, policies: Policies, grants: tuple[Grant, ...]) -> Proof:
    """Evaluate the request and its neighbours without and with the grants."""
    request = authorized(request)
    wider = added(policies, grants)
    before, after = evaluate(request, policies), evaluate(request, wider)
    flips = before.as_known != "allowed" and after.as_known == "allowed"
    probes = tuple(_probe(one, policies, wider) for one in _beside(request, grants))
    return Proof(before, after, flips, probes)


def _probe(request: Request, policies: Policies, wider: Policies) -> Probe:
    outcomes = [evaluate(request, one.assuming(EVERY)).outcome for one in (policies, wider)]
    return Probe(
        request.action, request.resource or "*", request.principal.name, outcomes[0], outcomes[1]
    )


def _beside(request: Request, grants: tuple[Grant, ...]) -> list[Request]:
    found = [replace(request, action=action) for action in _neighbours(request.action)]
    if request.resource not in (None, "*") and not any(map(_of_the_resource, grants)):
        found += [replace(request, resource=one) for one in _elsewhere(request.resource or "")]
    if any(grant.kind == "resource" for grant in grants) and request.principal.account:
        partition = request.principal.name.split(":")[1]
        arn = f"arn:{partition}:iam::{request.principal.account}:role/another-role"
        found.append(replace(request, principal=principal(arn)))
    return found


def _of_the_resource(grant: Grant) -> bool:
    """Policies of keys and roles are about their own resource only, so none beside it is asked."""
    return grant.kind == "resource" and grant.statement.get("Resource", "*") == "*"


def _neighbours(action: str) -> list[str]:
    """Actions of the same service next to it; one that no service has where none are known."""
    known = authorized_actions(action.partition(":")[0])
    at = next((i for i, one in enumerate(known) if one.lower() == action.lower()), None)
    if at is None:
        return [f"{action}Otherwise"]
    near = known[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
    return [one for one in near if one.lower() != action.lower()]


def _elsewhere(resource: str) -> list[str]:
    """Resources of the same kind with a longer and a shorter name."""
    if resource.endswith(("/*", ":*")):
        bare = resource[:-2]
        return [f"{bare}-other{resource[-2:]}", bare]
    return [f"{resource}-other", resource[:-1]]
