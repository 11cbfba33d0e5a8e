"""The policies of a role or resource that the evidence holds, read for the evaluator."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.managed_policies import managed
from lambda_triage.errors import PolicyError, UsageError
from lambda_triage.evidence.documents import (
    AttachedPolicies,
    IdentityPolicy,
    InlinePolicies,
    Known,
    ResourcePolicy,
    Template,
)
from lambda_triage.evidence.documents import Role as RoleDocument
from lambda_triage.evidence.naming import name, same
from lambda_triage.iam.document import Policy, parse
from lambda_triage.iam.request import Principal, principal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json
    from lambda_triage.evidence.place import Place

OWN = re.compile(r"arn:aws[\w-]*:iam::(?P<account>\d{12}):role/.+")


class Held(Struct, frozen=True):
    """The identity-based policies of one role, as far as they are in the evidence.

    places    where each of the policies stands, in their order; None for AWS's own
    absent    names of attached policies that are not in the evidence, or cannot be read
    whole     whether nothing is missing: what is attached was listed, and all of it is here
    boundary  the permissions boundary, where it is in the evidence
    bounded   ARN of the boundary; empty where there is none, None where nothing tells
    """

    role: str
    policies: tuple[Policy, ...]
    places: tuple[Place | None, ...]
    absent: tuple[str, ...]
    whole: bool
    boundary: Policy | None = None
    bounded: str | None = None

    @property
    def names(self) -> str:
        """The policies, for a sentence."""
        return ", ".join(p.name for p in self.policies) or "no policy"

    def place(self, policy: str) -> Place | None:
        """Where the policy of this name stands; the first one's place for any other name."""
        told = dict(zip((p.name for p in self.policies), self.places, strict=True))
        first = next((p for p in self.places if p is not None), None)
        return told.get(policy) or first


def held(scene: Scene, role: str) -> Held | None:
    """The policies of *role*, an ARN or a key; None where not one of them is in the evidence."""
    own = [p for p in scene.case.documents(IdentityPolicy) if p.role and is_role(p.role, role)]
    answered = any(p.complete for p in own)
    own = [p for p in own if p.complete or not answered]
    listed = attached(scene, role)
    found: list[tuple[Policy, Place | None]] = []
    absent: list[str] = []
    for one in own:
        read = readable(one.document, one.title or "a policy")
        if read is None:
            absent.append(one.title or "a policy")
        else:
            found.append((read, one.place("document")))
    for arn in listed or ():
        if any(name(arn) == policy.name for policy, _ in found):
            continue
        known = managed_document(scene, arn)
        if known is None:
            absent.append(name(arn))
        else:
            found.append(known)
    titles = {policy.name for policy, _ in found} | set(absent)
    absent += [title for title in _inline(scene, role) if title not in titles]
    if not found:
        return None
    bounded = _boundary(scene, role)
    limit = managed_document(scene, bounded) if bounded else None
    policies, places = tuple(p for p, _ in found), tuple(p for _, p in found)
    whole = not absent and listed is not None
    return Held(role, policies, places, tuple(absent), whole, limit and limit[0], bounded)


def held_roles(scene: Scene) -> Iterator[tuple[str, Held]]:
    """Every function whose role has a policy in the evidence, by key, with that role's."""
    read: dict[str, Held | None] = {}
    for function in scene.case.functions:
        role = function.role
        if role and role not in read:
            read[role] = held(scene, role)
        known = read.get(role) if role else None
        if known is not None:
            yield function.resource, known


def is_role(one: str, other: str) -> bool:
    """Whether two references to roles, bare names among them, may mean one role."""
    both = one.startswith("arn:") and other.startswith("arn:")
    return one == other if both else name(one) == name(other) != ""


def principal_of(role: str) -> Principal | None:
    """The role as a caller; None for one whose ARN is not known."""
    try:
        return principal(role) if OWN.fullmatch(role) else None
    except UsageError:
        return None


def account(arn: str) -> str:
    """The account in an ARN; empty where it has none."""
    parts = arn.split(":", 5)
    return parts[4] if len(parts) == 6 else ""


def resource_policy(scene: Scene, resource: str) -> tuple[Policy, ResourcePolicy] | None:
    """The policy on a resource; None where it is not in the evidence or cannot be read."""
    found = [d for d in scene.case.documents(ResourcePolicy) if same(d.resource, resource)]
    told = [d for d in found if d.complete] or found
    if len(told) != 1:
        return None
    read = readable(told[0].document, f"the policy of {told[0].name}")
    return (read, told[0]) if read else None


def readable(document: Json, name: str) -> Policy | None:
    """The policy; None where it is none, or a template leaves open what decides."""
    try:
        if isinstance(document, dict):
            return parse(_opened(document), name=name)
        return parse(document if isinstance(document, str) else json.dumps(document), name=name)
    except (PolicyError, RecursionError):
        return None


def managed_document(scene: Scene, arn: str) -> tuple[Policy, Place | None] | None:
    """A managed policy: out of the evidence, by its file's name, or one that AWS wrote."""
    for document in scene.case.documents(IdentityPolicy):
        if document.role is None and same(document.resource, arn):
            read = readable(document.document, name(arn))
            return (read, document.place("document")) if read else None
    own = managed(arn)
    return (own, None) if own else None


def attached(scene: Scene, role: str) -> tuple[str, ...] | None:
    """ARNs of all managed policies of the role; None where nothing lists them."""
    lists = [
        d.arns
        for d in scene.case.documents(AttachedPolicies)
        if d.arns is not None and is_role(d.resource, role)
    ]
    if lists:
        return tuple(dict.fromkeys(arn for arns in lists for arn in arns))
    return next(iter(_declared(scene, role)), None)


def _inline(scene: Scene, role: str) -> tuple[str, ...]:
    """Names of the role's inline policies, where they are listed."""
    lists = [
        d.names or () for d in scene.case.documents(InlinePolicies) if is_role(d.resource, role)
    ]
    return tuple(dict.fromkeys(title for names in lists for title in names))


def _declared(scene: Scene, role: str) -> Iterator[tuple[str, ...]]:
    """A template's role tells all that is attached, unless a value of it is open."""
    for document in scene.case.documents(RoleDocument):
        if document.known is not Known.TEMPLATE or not is_role(document.resource, role):
            continue
        for template in scene.case.documents(Template):
            told = template.language in ("cloudformation", "terraform")
            if not told or template.input != document.input:
                continue
            properties = [
                r.properties
                for r in template.resources
                if document.path.startswith(f"Resources.{r.id}.Properties.")
            ]
            arns = properties[0].get("ManagedPolicyArns", []) if properties else None
            if isinstance(arns, list) and all(isinstance(a, str) for a in arns):
                yield tuple(str(a) for a in arns)


def _boundary(scene: Scene, role: str) -> str | None:
    told = [d for d in scene.case.documents(RoleDocument) if is_role(d.resource, role)]
    whole = [d for d in told if d.complete] or told
    return next((d.boundary or "" for d in whole), None)


def _opened(document: dict[str, Json]) -> dict[str, object]:
    """The same; where a template's Allow names what only a deployment knows, it names anything."""
    found: dict[str, object] = dict(document)
    statements = document.get("Statement")
    listed = statements if isinstance(statements, list) else [statements]
    found["Statement"] = [_wide(s) if isinstance(s, dict) else s for s in listed]
    return found


def _wide(statement: dict[str, Json]) -> dict[str, object]:
    told: dict[str, object] = dict(statement)
    if statement.get("Effect") == "Allow" and "Resource" in statement:
        resource = statement["Resource"]
        listed: Iterable[Json] = resource if isinstance(resource, list) else [resource]
        told["Resource"] = ["*" if _is_key(r) else r for r in listed]
    if any(_is_key(value) for value in _texts(told)):
        raise PolicyError("a statement refers to what only a deployment knows: export the policy")
    return told


def _is_key(value: Json) -> bool:
    return isinstance(value, str) and value.startswith("?:")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
