"""Function URLs whose CORS rules admit every site, with credentials or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Url
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="api/cors-any-origin",
    title="CORS admits every origin",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("urls",),
)
def cors_any_origin(scene: Scene) -> Iterator[Finding]:
    for url in scene.case.documents(Url):
        if "*" not in (url.origins or ()):
            continue
        beside = " and credentials" if url.credentials else ""
        text = f"Cors.AllowOrigins is *{beside}"
        yield Finding(
            resource=scene.key(url.resource),
            summary=f"Pages of every site may read the answers of the function URL: {text}",
            citations=(Citation(place=url.place("origins"), text=text),),
            remedies=(
                Manual(
                    "Name the origins of your own pages", "which they are is the owner's knowledge"
                ),
            ),
        )
