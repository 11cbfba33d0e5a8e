"""Requests that a web ACL (AWS WAF) in front of an API blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.callers import requests
from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Stage
from lambda_triage.findings import Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# Values of $context.wafResponseCode and $context.error.responseType (API Gateway developer guide,
# variables for access logging, gateway response types, 2026).
ENDED = "error IN ('WAF_BLOCK', 'WAF_FILTERED')"
MOST_HEALTHY = 0.3  # of the requests: blocking strangers is what a web ACL is for


@check(
    id="api/web-acl-blocks",
    title="A web ACL blocks the API's callers",
    severity=Severity.MEDIUM,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("requests",),
)
def web_acl_blocks(scene: Scene) -> Iterator[Finding]:
    acls = sorted({s.web_acl for s in scene.case.documents(Stage) if s.web_acl})
    for row in requests(scene, ENDED):
        if row.hit < MOST_HEALTHY * row.total:
            continue
        named = f" {acls[0].rpartition('/webacl/')[2].partition('/')[0]}" if len(acls) == 1 else ""
        text = f"{row.hit} of {row.total} requests"
        yield Finding(
            resource=row.resource,
            summary=f"The web ACL{named} blocks {text}: neither authorizer nor function sees them",
            citations=(row.citation(text),),
            symptom="request",
            opens=True,
            invocations=row.hit,
            onset_us=row.first_us,
            by_status=(("request", row.hit),),
            impact=text,
            remedies=(
                Manual(
                    "Look up the rule that blocks in the web ACL's sampled requests; where it hits"
                    " wanted callers, set it to Count and narrow it",
                    "the access log does not name the rule",
                ),
            ),
        )
