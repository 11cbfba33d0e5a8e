"""Requests that were refused before the function ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.callers import counted, requests
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE, STRONG
from lambda_triage.evidence.documents import Authorizer
from lambda_triage.findings import Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


# What a web ACL blocked never came to the authorizer: api/web-acl-blocks.
ENDED = """status IN (401, 403) AND integration_status IS NULL AND integration_told IS NOT FALSE
    AND coalesce(error, '') NOT IN ('WAF_BLOCK', 'WAF_FILTERED')"""


MOST_HEALTHY = 0.3  # of the requests: strangers and expired tokens are refused all day
# Who brings no token has not logged in yet, unless that goes for nearly everybody.
WITHOUT_TOKEN = f"{ENDED} AND error ILIKE '%no token%'"
NEARLY_ALL = 0.8  # of the requests


@check(
    id="api/refused-at-door",
    title="The API refuses its callers",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("requests",),
    cause="authorizer_failure",
)
def refused_at_door(scene: Scene) -> Iterator[Finding]:
    strangers = counted(scene, WITHOUT_TOKEN)
    for row in requests(scene, ENDED):
        known = row.hit - strangers.get(row.resource, 0)
        told = row.hit if row.hit >= NEARLY_ALL * row.total else known
        if told < MOST_HEALTHY * row.total:
            continue
        found = scene.case.documents(Authorizer)
        named = f" (authorizer {found[0].title}, issuer {found[0].issuer})" if found else ""
        text = f"{row.hit} of {row.total} requests got 401 or 403 before any integration ran"
        yield Finding(
            resource=row.resource,
            summary=f"The API refuses its callers{named}: {text}",
            citations=(row.citation(text),),
            cause="authorizer_failure",
            weight=DECISIVE if found else STRONG,
            symptom="request",
            opens=True,
            invocations=row.hit,
            onset_us=row.first_us,
            by_status=(("request", row.hit),),
            remedies=(
                Manual(
                    "Compare iss, aud and scope of a refused token with the authorizer; with a"
                    " Lambda authorizer, let its policy cover all methods or set its TTL to 0",
                    "the tokens are not in the evidence",
                ),
            ),
        )
