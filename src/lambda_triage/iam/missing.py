"""What to add to which policy so that a refused request passes, and no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.iam.document import Policy, parse
from lambda_triage.iam.evaluate import evaluate
from lambda_triage.iam.gates import (
    LEVELLED,
    LIMITS,
    Gate,
    applying,
    gates,
    identity_side,
    owns_access,
    resource_side,
)
from lambda_triage.iam.matching import asked, denies
from lambda_triage.iam.policies import EVERY, TITLES, Cited, Kind, Policies
from lambda_triage.iam.resources import authorized

if TYPE_CHECKING:
    from lambda_triage.iam.matching import Asked
    from lambda_triage.iam.request import Principal, Request

_SESSION = re.compile(r"arn:([\w-]+):sts::([0-9]{12}):assumed-role/([^/]+)/.*", re.DOTALL)
# What ties a service's call to the resource it is made for, and how a policy compares it.
_SOURCES = (("ArnLike", "aws:SourceArn"), ("StringEquals", "aws:SourceAccount"))


class Grant(Struct, frozen=True):
    """One statement to add, in IAM's JSON; level is that of an organization's policy."""

    kind: Kind
    statement: dict[str, object]
    level: int | None = None


class Missing(Struct, frozen=True):
    """Why a request does not pass, as a change.

    grants      statements that together let it pass; none where no statement helps
    denied_by   the explicit deny that no statement outweighs
    unresolved  what would have to be known to be sure
    """

    grants: tuple[Grant, ...] = ()
    denied_by: Cited | None = None
    unresolved: tuple[str, ...] = ()


def missing(request: Request, policies: Policies) -> Missing | None:
    """Return the least that lets the request pass by the policies given; None if it does already.

    Each statement names the exact action and the exact resource, as `authorized` fits it; `*` only
    where AWS knows no resource for the action. Policies that are not known are taken not to exist.
    """
    request = authorized(request)
    decision = evaluate(request, policies)
    if decision.as_known == "allowed":
        return None
    put, whole = asked(request), policies.assuming(EVERY)
    answers = [denies(whole.of(kind), kind, put) for kind in applying(request)]
    denied_by = next((answer.statement for answer in answers if answer.truth.value), None)
    if denied_by:
        return Missing((), denied_by)
    unresolved = _unresolved(request) + decision.unresolved
    if request.resource is None:
        return Missing((), None, unresolved)
    return Missing(_grants(put, whole), None, unresolved)


def added(policies: Policies, grants: tuple[Grant, ...]) -> Policies:
    """Return the policies with the statements added, each to the policy it is for."""
    for grant in grants:
        policies = _with(policies, grant)
    return policies


def _unresolved(request: Request) -> tuple[str, ...]:
    resource = ("the resource of the request",) if request.resource is None else ()
    whose = request.same_account is None
    return resource + (("which account owns the resource",) if whose else ())


def _grants(put: Asked, whole: Policies) -> tuple[Grant, ...]:
    request = put.request
    shut = [gate for gate in gates(put, whole) if not gate.truth.value]
    outer = [gate for gate in shut if gate.kind in (*LEVELLED, "vpc_endpoint")]
    kinds = [(gate.kind, gate.level) for gate in outer]
    kinds += [(kind, None) for kind in _sides(put, whole)]
    return tuple(Grant(kind, _statement(kind, request), level) for kind, level in kinds)


def _sides(put: Asked, whole: Policies) -> list[Kind]:
    """Which of the policies around access itself do not allow yet."""
    request = put.request
    given = resource_side(put, whole)
    if not request.principal.account:
        return [] if given["direct"].truth.value else ["resource"]
    side: list[Gate] = identity_side(put, whole)
    shut: list[Kind] = [gate.kind for gate in side if not gate.truth.value]
    limits = [kind for kind in shut if kind in LIMITS]
    if request.same_account is False:
        some = any(answer.truth.value for answer in given.values())
        return shut if some else [*shut, "resource"]
    if given["direct"].truth.value:
        return []
    if given["role"].truth.value:
        return limits
    if owns_access(request) and not given["account"].truth.value:
        return [*limits, "resource"] if request.principal.is_role else ["resource"]
    return shut


def _statement(kind: Kind, request: Request) -> dict[str, object]:
    statement: dict[str, object] = {"Effect": "Allow"}
    if kind in ("resource", "vpc_endpoint", "rcp"):
        statement["Principal"] = "*" if kind == "rcp" else _named(request.principal)
    statement["Action"] = request.action
    if not (kind == "resource" and request.service == "sts"):
        statement["Resource"] = _resource(kind, request)
    sources = _sources(request) if request.principal.kind == "service" else {}
    return statement | ({"Condition": sources} if sources else {})


def _resource(kind: Kind, request: Request) -> str:
    """A key's own policy calls the key `*`; elsewhere the ARN, its wildcards taken literally."""
    resource = request.resource or "*"
    if resource == "*" or (kind == "resource" and request.service == "kms"):
        return "*"
    if resource.endswith(("/*", ":*")):  # of all objects or streams, as `authorized` words it
        return escaped(resource[:-1]) + "*"
    return escaped(resource)


def escaped(resource: str) -> str:
    """Write `*`, `?` and `$` so that a policy of 2012 takes them as they stand."""
    return re.sub(r"[*?]|\$(?=\{)", lambda found: f"${{{found[0]}}}", resource)


def _named(who: Principal) -> object:
    if who.kind == "anonymous":
        return "*"
    if who.kind == "service":
        return {"Service": who.name}
    if who.kind == "federated":
        return {"Federated": who.name}
    session = _SESSION.fullmatch(who.name)
    if session and who.role is None:
        return {"AWS": f"arn:{session[1]}:iam::{session[2]}:role/{session[3]}"}
    return {"AWS": who.role or who.name}


def _sources(request: Request) -> dict[str, dict[str, object]]:
    told = {key.lower(): value for key, value in request.context.items()}
    return {operator: {key: told[key.lower()]} for operator, key in _SOURCES if key.lower() in told}


def _with(policies: Policies, grant: Grant) -> Policies:
    extra = parse({"Version": "2012-10-17", "Statement": [grant.statement]})
    name = f"the statement to add to the {TITLES[grant.kind]}"
    if grant.kind == "identity":
        return replace(policies, identity=(*policies.identity, extra.named(name)))
    if grant.level is not None:
        levels = list(policies.levels(grant.kind))
        levels[grant.level] = (*levels[grant.level], extra.named(name))
        return (
            replace(policies, scp=tuple(levels))
            if grant.kind == "scp"
            else replace(policies, rcp=tuple(levels))
        )
    return _with_single(policies, grant.kind, extra)


def _with_single(policies: Policies, kind: Kind, extra: Policy) -> Policies:
    old = policies.single(kind) or Policy(())
    new = replace(extra.statements[0], index=len(old.statements))
    merged = replace(old, statements=(*old.statements, new))
    if kind == "resource":
        return replace(policies, resource=merged)
    if kind == "boundary":
        return replace(policies, boundary=merged)
    if kind == "session":
        return replace(policies, session=merged)
    return replace(policies, vpc_endpoint=merged)
