"""Methods of a REST API that ask for an API key and for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Route
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="api/key-only",
    title="An API key is all that the API asks for",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("routes",),
)
def key_only(scene: Scene) -> Iterator[Finding]:
    open_routes: dict[str, list[Route]] = {}
    for route in scene.case.documents(Route):
        alone = route.authorization == "NONE" and not route.authorizer
        if route.api_key and alone:
            open_routes.setdefault(route.resource, []).append(route)
    for resource, routes in sorted(open_routes.items()):
        named = ", ".join(sorted({r.key or "a method" for r in routes})[:5])
        text = f"apiKeyRequired with authorizationType NONE: {named}"
        yield Finding(
            resource=resource,
            summary=f"Whoever has seen the key may call the API: {text}",
            citations=(Citation(place=routes[0].place("api_key"), text=text),),
            remedies=(
                EditCode(
                    "Add an authorizer or AWS_IAM; a key tells callers apart for quotas, it travels"
                    " in plain headers and proves nothing"
                ),
            ),
        )
