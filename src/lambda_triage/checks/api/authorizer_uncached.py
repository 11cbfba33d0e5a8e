"""Lambda authorizers that are called for every single request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Authorizer
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

BY_FUNCTION = ("TOKEN", "REQUEST")  # types of Lambda authorizers (API Gateway API reference, 2026)


@check(
    id="api/authorizer-uncached",
    title="The authorizer's answer is not cached",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("authorizers",),
)
def authorizer_uncached(scene: Scene) -> Iterator[Finding]:
    for authorizer in scene.case.documents(Authorizer):
        if (authorizer.type or "").upper() not in BY_FUNCTION or authorizer.ttl_s != 0:
            continue
        title = authorizer.title or authorizer.id or "the authorizer"
        text = f"authorizerResultTtlInSeconds of {title} is 0"
        yield Finding(
            resource=authorizer.resource,
            summary=f"Every request waits for the authorizer's function, and pays for it: {text}",
            key=title,
            citations=(Citation(place=authorizer.place("ttl_s"), text=text),),
            remedies=(
                EditCode(
                    "Cache the answer (300 s is the default of REST APIs), with a policy that holds"
                    " for all methods, or all that differs in the identity source"
                ),
            ),
        )
