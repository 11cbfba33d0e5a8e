"""The `Principal` element: whether it reaches the caller, and how directly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from lambda_triage.iam.truth import NO, YES, Truth, all_of, any_of, negated, unknown

if TYPE_CHECKING:
    from lambda_triage.iam.context import Context
    from lambda_triage.iam.document import Principals
    from lambda_triage.iam.request import Principal

# direct   the session or user itself, or everyone: neither boundary nor session policy limits it
# role     the role: boundary and session policy still limit it
# account  the caller's account, which has to hand the permission on by an identity-based policy
# (IAM guide, "How AWS enforcement code logic evaluates requests", 2026)
Grade = Literal["direct", "role", "account"]
GRADES: tuple[Grade, ...] = ("direct", "role", "account")

_UNIQUE_ID = re.compile(r"A(?:IDA|ROA)[A-Z0-9]{12,125}")
_ROLE = re.compile(r"arn:[\w-]{1,20}:iam::([0-9]{12}):role/(?:.*/)?([^/]+)", re.DOTALL)
_SESSION = re.compile(r"arn:[\w-]{1,20}:sts::([0-9]{12}):assumed-role/([^/]+)/[^/]+", re.DOTALL)


def reach(principals: Principals, who: Principal, known: Context) -> dict[Grade, Truth]:
    """By grade, whether an Allow with these principals is for the caller."""
    if principals.inverted:
        # Everyone but those named: that it is for everyone needs none of them to be the caller.
        named = any_of(_reach(principals.named, who, known).values())
        return {"direct": negated(named), "role": NO, "account": NO}
    return _reach(principals.named, who, known)


def hit(principals: Principals, who: Principal, known: Context) -> Truth:
    """Whether a Deny with these principals is for the caller."""
    reached = _reach(principals.named, who, known)
    if not principals.inverted:
        return any_of(reached.values())
    # To be spared, a caller's account, role and session have to be named, each of them.
    spared = [reached["direct"]]
    if who.account:
        spared += [reached["account"]] if who.kind != "root" else []
        spared += [reached["role"]] if who.is_role else []
    if any(one.value for one in spared) and not all(one.value for one in spared):
        return unknown("whether a NotPrincipal that names the caller in part spares it")
    return negated(all_of(spared))


def _reach(
    named: tuple[tuple[str, str], ...], who: Principal, known: Context
) -> dict[Grade, Truth]:
    found: dict[Grade, list[Truth]] = {grade: [] for grade in GRADES}
    for kind, name in named:
        for grade, one in _one(kind, name, who, known).items():
            found[grade].append(one)
    return {grade: any_of(found[grade]) for grade in GRADES}


def _one(kind: str, name: str, who: Principal, known: Context) -> dict[Grade, Truth]:
    if kind == "Service":
        return _service(name, who)
    if kind == "Federated":
        return {"direct": YES if who.kind == "federated" and who.name == name else NO}
    if kind == "CanonicalUser":
        return {} if who.kind == "service" else {"account": unknown("who a canonical user is")}
    if name == "*":
        return {"direct": YES}
    if who.account is None:
        return {}
    if _is_account(name, who.account):
        return {"direct" if who.kind == "root" else "account": YES}
    return _identity(name, who, known)


def _service(name: str, who: Principal) -> dict[Grade, Truth]:
    if who.kind != "service":
        return {}
    if "*" in name:
        return {"direct": unknown("how AWS reads a wildcard in a service principal")}
    return {"direct": YES if name.lower() == who.name.lower() else NO}


def _identity(name: str, who: Principal, known: Context) -> dict[Grade, Truth]:
    """Names of roles, sessions and users; a deleted one shows as its unique id."""
    if _UNIQUE_ID.fullmatch(name):
        return {"role" if who.is_role else "direct": _unique(name, known)}
    if "*" in name or "?" in name:
        return {"direct": unknown("how AWS reads a wildcard inside a principal's ARN")}
    if name == who.name and who.kind != "role":
        return {"direct": YES}
    role, session = _ROLE.fullmatch(name), _SESSION.fullmatch(name)
    if who.is_role and role and role.groups() == _role_name(who):
        # IAM checks a principal's ARN when it is saved, and a role's name is unique in an account.
        same = who.role is None or name == who.role
        return {"role": YES if same else unknown(f"whether {name[:200]} is the caller's role")}
    if who.kind == "role" and session and session.groups() == _role_name(who):
        return {"direct": unknown("name of the role's session")}
    return {}


def _unique(name: str, known: Context) -> Truth:
    userid = known.get("aws:userid")
    if not userid:
        return unknown(f"whom the unique id {name} stands for")
    return YES if userid[0].partition(":")[0] == name else NO


def _role_name(who: Principal) -> tuple[str | None, ...]:
    found = _ROLE.fullmatch(who.name) or _SESSION.fullmatch(who.name)
    return found.groups() if found else (None, None)


def _is_account(name: str, account: str) -> bool:
    return name == account or re.fullmatch(rf"arn:[\w-]+:iam::{account}:root", name) is not None
