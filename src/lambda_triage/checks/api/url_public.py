"""Function URLs that anybody may call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import ResourcePolicy, Url
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="api/url-public",
    title="Anybody may call the function URL",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=(
        "urls",
        "resource_policies",
    ),
)
def url_public(scene: Scene) -> Iterator[Finding]:
    for url in scene.case.documents(Url):
        policy = scene.case.document(ResourcePolicy, url.resource)
        if url.auth != "NONE" or policy is None or "lambda:InvokeFunctionUrl" not in str(policy):
            continue
        yield Finding(
            resource=scene.key(url.resource),
            summary="Anybody on the internet may call the function URL: AuthType is NONE",
            citations=(Citation(place=url.place("auth"), text="AuthType NONE"),),
            remedies=(
                Manual(
                    "Use AuthType AWS_IAM, or check a signature or token in the function",
                    "a webhook may have to be public",
                ),
            ),
        )
