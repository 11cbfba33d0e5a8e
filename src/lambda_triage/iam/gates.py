"""The gates a request passes: each kind of policy that has to let it through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.iam.matching import Answer, allows, grants
from lambda_triage.iam.policies import TITLES
from lambda_triage.iam.truth import YES, Truth, all_of, any_of, unknown

if TYPE_CHECKING:
    from lambda_triage.iam.matching import Asked
    from lambda_triage.iam.policies import Cited, Kind, Policies
    from lambda_triage.iam.reach import Grade
    from lambda_triage.iam.request import Request

# Resources whose own policy has to allow even within the account: a key's and a role's.
# Sources: KMS guide, "Key policies"; IAM guide, "Cross-account resource access", 2026.
_OF_A_ROLE = re.compile(r"sts:(?:AssumeRole\w*|TagSession|SetSourceIdentity)", re.IGNORECASE)
_OF_A_KEY = re.compile(r"arn:[\w-]+:kms:[^:]*:[^:]*:key/.*", re.DOTALL)
# What a grant may permit (KMS guide, "Grant operations", 2026).
_GRANTABLE = re.compile(
    r"kms:(?:CreateGrant|Decrypt|DeriveSharedSecret|DescribeKey|Encrypt|GenerateDataKey"
    r"(?:Pair)?(?:WithoutPlaintext)?|GenerateMac|GetPublicKey|ReEncrypt(?:From|To)|RetireGrant"
    r"|Sign|Verify|VerifyMac)",
    re.IGNORECASE,
)
LIMITS: tuple[Kind, ...] = ("boundary", "session")
LEVELLED: tuple[Kind, ...] = ("rcp", "scp")
_SERVICE_LINKED = ":role/aws-service-role/"


class Gate(Struct, frozen=True):
    """One kind of policy, or one level of it, that has to allow; level is None but for scp, rcp."""

    kind: Kind
    truth: Truth
    statement: Cited | None = None
    level: int | None = None


def applying(request: Request) -> tuple[Kind, ...]:
    """Which kinds of policies bear on the request at all."""
    kinds: list[Kind] = ["resource", "vpc_endpoint"]
    who = request.principal
    if _SERVICE_LINKED not in (who.role or ""):
        kinds += ["rcp"]
        kinds += ["scp"] if who.account else []
    if who.account:
        kinds += ["session"]
        kinds += ["identity", "boundary"] if who.kind != "root" else []
    kinds += ["kms_grants"] if _GRANTABLE.fullmatch(request.action) else []
    return tuple(kinds)


def owns_access(request: Request) -> bool:
    """Whether only the resource's own policy opens it: to keys, to roles, and to services."""
    if _OF_A_ROLE.fullmatch(request.action):
        return True
    if request.service != "kms":
        return False
    return request.resource is None or _OF_A_KEY.fullmatch(request.resource) is not None


def gates(asked: Asked, policies: Policies) -> list[Gate]:
    """Return every gate, the outermost first; the request passes if all of them are open."""
    kinds = applying(asked.request)
    found = [gate for kind in LEVELLED if kind in kinds for gate in _levels(kind, asked, policies)]
    found += [_single("vpc_endpoint", asked, policies)]
    return [*found, access(asked, policies)]


def _levels(kind: Kind, asked: Asked, policies: Policies) -> list[Gate]:
    found = []
    for number, level in enumerate(policies.levels(kind)):
        answer = allows(level, kind, asked)
        if not policies.is_known(kind):
            answer = _perhaps_more(kind, answer)
        found.append(Gate(kind, answer.truth, answer.statement, number))
    # Levels that are not told may refuse, too.
    more = [] if policies.is_known(kind) else [Gate(kind, unknown(_not_known(kind)))]
    return [*found, *more]


def _single(kind: Kind, asked: Asked, policies: Policies) -> Gate:
    """A policy that limits: what does not exist limits nothing."""
    policy = policies.single(kind)
    if kind not in applying(asked.request):
        return Gate(kind, YES)
    if policy is None:
        return Gate(kind, YES if policies.is_known(kind) else unknown(_not_known(kind)))
    answer = allows([policy], kind, asked)
    return Gate(kind, answer.truth, answer.statement)


def identity_side(asked: Asked, policies: Policies) -> list[Gate]:
    """Return what the caller's own account has to allow."""
    if asked.request.principal.kind == "root":
        return [Gate("identity", YES), _single("session", asked, policies)]
    answer = allows(policies.identity, "identity", asked)
    if not policies.is_known("identity"):
        answer = _perhaps_more("identity", answer)
    limits = [_single(kind, asked, policies) for kind in LIMITS]
    return [Gate("identity", answer.truth, answer.statement), *limits]


def access(asked: Asked, policies: Policies) -> Gate:
    """Whether identity-based and resource-based policies together give access."""
    graded = resource_side(asked, policies)
    if not asked.request.principal.account:
        return Gate("resource", graded["direct"].truth, graded["direct"].statement)
    side = identity_side(asked, policies)
    same, cross = _same(asked, side, graded), _cross(side, graded)
    together = asked.request.same_account
    gate = cross if together is False else same
    if together is None and same.truth.value != cross.truth.value:
        whose = unknown("which account owns the resource")
        gate = Gate(gate.kind, all_of([any_of([same.truth, whose]), any_of([cross.truth, whose])]))
    return _with_key_grants(gate, asked, policies)


def resource_side(asked: Asked, policies: Policies) -> dict[Grade, Answer]:
    """By grade, what the resource's own policy gives."""
    if not policies.is_known("resource"):
        none = Answer(unknown(_not_known("resource")))
        return {"direct": none, "role": none, "account": none}
    return grants(policies.resource, asked)


def _same(asked: Asked, side: list[Gate], graded: dict[Grade, Answer]) -> Gate:
    """Within one account either side suffices, unless the resource keeps access to itself."""
    own = all_of(gate.truth for gate in side)
    limits = all_of(gate.truth for gate in side if gate.kind in LIMITS)
    direct, role, account = (graded[grade] for grade in ("direct", "role", "account"))
    handed_on = all_of([account.truth, own]) if owns_access(asked.request) else own
    by_role = all_of([role.truth, limits])
    passed = any_of([direct.truth, by_role, handed_on])
    for one, answer in ((direct.truth, direct), (by_role, role)):
        if one.value:
            return Gate("resource", passed, answer.statement)
    return _blamed(passed, side, "resource" if _closed(asked, account) else None)


def _closed(asked: Asked, account: Answer) -> bool:
    return owns_access(asked.request) and account.truth.value is False


def _cross(side: list[Gate], graded: dict[Grade, Answer]) -> Gate:
    """Between accounts both sides have to allow."""
    given = any_of(answer.truth for answer in graded.values())
    passed = all_of([*(gate.truth for gate in side), given])
    return _blamed(passed, side, "resource" if given.value is False else None)


def _blamed(passed: Truth, side: list[Gate], first: Kind | None) -> Gate:
    """Name the kind that stands in the way; where none does, the identity-based policy."""
    if passed.value:
        return Gate("identity", passed, side[0].statement)
    shut: Kind = next((gate.kind for gate in side if gate.truth.value is False), "identity")
    return Gate(first or shut, passed)


def _with_key_grants(gate: Gate, asked: Asked, policies: Policies) -> Gate:
    if gate.truth.value is not False or "kms_grants" not in applying(asked.request):
        return gate
    if policies.is_known("kms_grants"):
        return gate
    return Gate(gate.kind, unknown(_not_known("kms_grants")))


def _perhaps_more(kind: Kind, answer: Answer) -> Answer:
    more = unknown(_not_known(kind))
    return Answer(any_of([answer.truth, more]), answer.statement)


def _not_known(kind: Kind) -> str:
    return f"{TITLES[kind]}: not all known"
