"""A request to AWS: who asks for what, and the context keys that AWS derives from these."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from lambda_triage.errors import UsageError

Who = Literal[
    "role", "session", "user", "root", "federated_user", "service", "federated", "anonymous"
]

_ARN = re.compile(r"arn:([\w-]{1,20}):(iam|sts)::([0-9]{12}):(.{1,1024})", re.DOTALL)
_SERVICE = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.amazonaws\.com(?:\.cn)?")
_KINDS: dict[str, Who] = {
    "role": "role",
    "assumed-role": "session",
    "user": "user",
    "root": "root",
    "federated-user": "federated_user",
    "oidc-provider": "federated",
    "saml-provider": "federated",
}
# What `aws:PrincipalType` says (IAM guide, "AWS global condition context keys", 2026).
_TYPES: dict[Who, str] = {
    "role": "AssumedRole",
    "session": "AssumedRole",
    "user": "User",
    "root": "Account",
    "federated_user": "FederatedUser",
    "anonymous": "Anonymous",
}


class Principal(Struct, frozen=True):
    """Who asks.

    kind     what `name` is
    name     an ARN, a service such as `s3.amazonaws.com`, an identity provider, or `*`
    account  12 digits; None for services, identity providers and anonymous callers
    role     the role's ARN with its path, for a session whose role is known
    """

    kind: Who
    name: str
    account: str | None = None
    role: str | None = None

    @property
    def is_role(self) -> bool:
        """Whether a role's credentials are used."""
        return self.kind in ("role", "session")


class Request(Struct, frozen=True):
    """One call as AWS authorizes it.

    action            `service:Action`, in IAM's spelling
    resource          an ARN, `*` for actions without a resource, None where it is not known
    principal         who asks; `principal()` reads one
    context           context keys, in any case; further ones are derived from the principal
    absent            keys known to be missing, as `aws:SourceVpce` of a call from no VPC
    context_complete  whether every key that is not in `context` is missing
    resource_account  owner of the resource where its ARN does not tell, as for S3 buckets
    """

    action: str
    resource: str | None
    principal: Principal
    context: Mapping[str, str | list[str]] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    context_complete: bool = False
    resource_account: str | None = None

    @property
    def service(self) -> str:
        """Return the prefix of the action."""
        return self.action.partition(":")[0].lower()

    @property
    def owner(self) -> str | None:
        """Return the account that owns the resource, as far as it is known."""
        if self.resource_account:
            return self.resource_account
        parts = (self.resource or "").split(":", 5)
        account = parts[4] if len(parts) == 6 else ""
        return account if re.fullmatch(r"[0-9]{12}", account) else None

    @property
    def same_account(self) -> bool | None:
        """Whether caller and resource share an account; None where that is not known."""
        if self.principal.account is None:
            return False
        if self.resource == "*":
            return True
        return None if self.owner is None else self.owner == self.principal.account


def principal(name: str, *, role: str | None = None) -> Principal:
    """Read an ARN, an account, a service, or `*`; *role* is the role's ARN behind a session."""
    if name == "*":
        return Principal("anonymous", name)
    if re.fullmatch(r"[0-9]{12}", name):
        return Principal("root", f"arn:aws:iam::{name}:root", name)
    if _SERVICE.fullmatch(name):
        return Principal("service", name)
    arn = _ARN.fullmatch(name)
    kind = _KINDS.get(arn[4].partition("/")[0]) if arn else None
    if arn and kind:
        own = name if kind == "role" else role
        return Principal(kind, name, None if kind == "federated" else arn[3], own)
    raise UsageError(f"{name[:200]!r} is no principal: give an ARN of IAM or STS, or a service")


def derived(request: Request) -> dict[str, str | None]:
    """Context keys that follow from the request itself, in lower case; None where one is absent."""
    who = request.principal
    keys: dict[str, str | None] = {
        "aws:principalisawsservice": "true" if who.kind == "service" else "false"
    }
    if who.kind in _TYPES:
        keys["aws:principaltype"] = _TYPES[who.kind]
    if who.account:
        keys["aws:principalaccount"] = who.account
        arn = who.role if who.is_role else who.name
        keys |= {"aws:principalarn": arn} if arn else {}
        user = who.name.rpartition("/")[2] if who.kind == "user" else None
        keys["aws:username"] = user
    if who.kind == "service":
        keys |= {"aws:principalservicename": who.name, "aws:username": None}
    if who.kind == "anonymous":
        keys |= dict.fromkeys(("aws:principalarn", "aws:username"))
    if request.owner:
        keys["aws:resourceaccount"] = request.owner
    return keys
