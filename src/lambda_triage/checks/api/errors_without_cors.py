"""Errors that a REST API answers itself, without the CORS headers of its other answers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import GatewayResponse, Route
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# The two that stand for all types of their class that have none of their own (API Gateway
# developer guide, gateway response types, 2026).
DEFAULTS = ("DEFAULT_4XX", "DEFAULT_5XX")
ORIGIN = "gatewayresponse.header.access-control-allow-origin"


@check(
    id="api/errors-without-cors",
    title="A browser cannot read the errors of the API",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("gateway_responses", "routes"),
)
def errors_without_cors(scene: Scene) -> Iterator[Finding]:
    asked = {r.resource for r in scene.case.documents(Route) if (r.key or "").startswith("OPTIONS")}
    bare: dict[str, list[GatewayResponse]] = defaultdict(list)
    for one in scene.case.documents(GatewayResponse):
        if one.complete and one.type in DEFAULTS and not _has_origin(one):
            bare[one.resource].append(one)
    for resource in sorted(bare.keys() & asked):
        own = bare[resource]
        text = " and ".join(sorted(str(one.type) for one in own))
        yield Finding(
            resource=resource,
            summary="Browsers ask the API before they call it, and cannot read what it answers"
            f" itself: {text} set no Access-Control-Allow-Origin",
            citations=tuple(
                Citation(place=one.place("headers"), text=f"{one.type}: no such header")
                for one in own
            ),
            remedies=(
                Manual(
                    "Set Access-Control-Allow-Origin in both gateway responses, and deploy the"
                    " stage; else a 401, 429 or 504 shows as a CORS error",
                    "which origins may call is the owner's choice",
                ),
            ),
        )


def _has_origin(one: GatewayResponse) -> bool:
    headers = one.headers if isinstance(one.headers, dict) else {}
    return ORIGIN in {name.lower() for name in headers}
