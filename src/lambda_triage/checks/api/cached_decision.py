"""Lambda authorizers whose cached answer may be too narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.documents import Authorizer
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="api/cached-decision",
    title="The authorizer caches its answer for all methods",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("authorizers",),
    cause="authorizer_failure",
)
def cached_decision(scene: Scene) -> Iterator[Finding]:
    for authorizer in scene.case.documents(Authorizer):
        if authorizer.type not in ("TOKEN", "REQUEST") or not authorizer.ttl_s:
            continue
        text = f"authorizerResultTtlInSeconds is {authorizer.ttl_s}"
        yield Finding(
            resource=authorizer.resource,
            summary="A cached policy is used for every method with the same token: it must name"
            f" them all ({text})",
            key=authorizer.id or authorizer.resource,
            citations=(Citation(place=authorizer.place("ttl_s"), text=text),),
            cause="authorizer_failure",
            weight=HINT,
            explains=("request",),
            remedies=(
                EditCode(
                    "Let the authorizer's policy allow the API's methods by wildcard, not only"
                    " event.methodArn, or set the TTL to 0"
                ),
            ),
        )
