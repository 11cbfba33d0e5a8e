"""The least statement that lets a refused call pass, as remedies that say what they prove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.findings import GrantAction
from lambda_triage.iam.missing import missing
from lambda_triage.iam.policies import EVERY
from lambda_triage.iam.proof import proof

if TYPE_CHECKING:
    from collections.abc import Collection

    from lambda_triage.iam.missing import Grant
    from lambda_triage.iam.policies import Policies
    from lambda_triage.iam.request import Request

PLACES = {"identity": "the role's policy", "boundary": "the role's permissions boundary",
          "resource": "the resource's own policy"}  # fmt: skip
REFUSED = ("implicit_deny", "explicit_deny")


def grant_remedies(
    request: Request, policies: Policies, *, only: Collection[str] = ("identity", "boundary")
) -> tuple[GrantAction, ...]:
    """Statements of these kinds that are missing for the request; none where no statement helps.

    An object of S3 stands for all of its bucket. A bucket, whose ARN tells no account, is taken to
    be the caller's own unless its policy is given.
    """
    wanted = _general(request)
    if request.resource is None:
        told = f"Allow {request.action} in {PLACES['identity']}; the message names no resource"
        who = request.principal.name
        return (GrantAction((request.action,), None, who, "identity", told),)
    found = missing(wanted, policies.assuming(EVERY))
    grants = tuple(g for g in found.grants if g.kind in only) if found else ()
    words = _proved(wanted, policies, grants)
    return tuple(_remedy(grant, wanted, words) for grant in grants)


def _general(request: Request) -> Request:
    resource = request.resource
    if resource and ":s3:::" in resource and "/" in resource:
        resource = resource.partition("/")[0] + "/*"
    own = request.resource_account or request.owner or request.principal.account
    return replace(request, resource=resource, resource_account=own)


def _proved(request: Request, policies: Policies, grants: tuple[Grant, ...]) -> str:
    proved = proof(request, policies, grants)
    if not proved.flips:
        return ""
    still = [p for p in proved.probes if p.after in REFUSED]
    beside = f"; {still[0].action} on {still[0].resource} stays denied" if still else ""
    return f": by the policies given, this flips the decision to allowed{beside}"


def _remedy(grant: Grant, request: Request, words: str) -> GrantAction:
    resource = str(grant.statement.get("Resource", request.resource))
    told = f"Allow {request.action} on {resource} in {PLACES[grant.kind]}{words}"
    who = request.principal.name
    of_key = grant.kind == "resource" and request.service == "kms"
    return GrantAction((request.action,), resource, who, "key" if of_key else grant.kind, told)
