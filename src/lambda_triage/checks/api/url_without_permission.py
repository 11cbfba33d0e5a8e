"""Public function URLs whose function lets nobody in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import ResourcePolicy, Url
from lambda_triage.findings import Citation, Finding, GrantAction, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json

NEEDED = "lambda:InvokeFunctionUrl"


@check(
    id="api/url-without-permission",
    title="A public function URL lets nobody in",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=(
        "urls",
        "resource_policies",
    ),
    cause="access_denied_resource_policy",
)
def url_without_permission(scene: Scene) -> Iterator[Finding]:
    for url in scene.case.documents(Url):
        key = scene.key(url.resource)
        policy = scene.case.document(ResourcePolicy, url.resource)
        if url.auth != "NONE" or policy is None or not policy.complete:
            continue
        if _opens(policy.document):
            continue
        text = f"no statement allows {NEEDED} to everybody"
        yield Finding(
            resource=key,
            summary=f"Every call of the function URL gets 403: AuthType is NONE, and {text}",
            citations=(
                Citation(place=url.place("auth"), text="AuthType NONE"),
                Citation(place=policy.place("document"), text=text),
            ),
            cause="access_denied_resource_policy",
            weight=DECISIVE + 1.0,
            explains=("request", "error"),
            remedies=(
                GrantAction(
                    (NEEDED, "lambda:InvokeFunction"),
                    url.resource,
                    "*",
                    "resource",
                    "Allow both actions to everybody, InvokeFunction with the condition"
                    " lambda:InvokedViaFunctionUrl",
                ),
            ),
        )


def _opens(document: Json) -> bool:
    found = document.get("Statement") if isinstance(document, dict) else None
    statements = found if isinstance(found, list) else [found]
    return any(
        isinstance(s, dict)
        and s.get("Effect") == "Allow"
        and s.get("Principal") in ("*", {"AWS": "*"})
        and any(a in str(s.get("Action")) for a in (NEEDED, "lambda:*", "'*'"))
        for s in statements
    )
