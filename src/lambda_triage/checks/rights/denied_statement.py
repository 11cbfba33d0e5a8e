"""Which statement a refused call lacks, or which one denies it, by the policies themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.check import check
from lambda_triage.checks.policies_of import held
from lambda_triage.checks.refused_calls import refused
from lambda_triage.checks.signature import DECISIVE, HINT, STRONG
from lambda_triage.checks.why_refused import why_refused
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.policies_of import Held
    from lambda_triage.checks.refused_calls import Refused
    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.why_refused import Reason
    from lambda_triage.findings import Finding

SURE = DECISIVE + 1.0  # message and document agree, so it goes before the message alone
WEIGHTS = {"sure": SURE, "likely": STRONG, "open": HINT}


@check(
    id="rights/denied-statement",
    title="The policies show why a call is refused",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("policies",),
    cause="access_denied_identity",
)
def denied_statement(scene: Scene) -> Iterator[Finding]:
    for one in refused(scene):
        known = held(scene, one.role)
        if known is None:
            continue
        reason = why_refused(scene, one, known)
        if reason is not None:
            yield _finding(one, known, reason)


def _finding(one: Refused, known: Held, reason: Reason) -> Finding:
    request = one.request
    on = f" on {request.resource}" if request.resource not in (None, "*") else ""
    found = replace(
        one.finding,
        summary=f"{request.action}{on} is refused to role {name(one.role)}: {reason.text}",
        key=f"{request.action} {request.resource}",
        citations=(
            *one.finding.citations[:4],
            Citation(place=reason.place or known.place(""), text=reason.text),
        ),
        cause=reason.cause,
        weight=WEIGHTS.get(reason.how, 0.0),
        facts=(("action", request.action), ("resource", request.resource or "")),
        remedies=reason.remedies,
    )
    if reason.cause is not None:
        return found
    # Nothing at hand refuses it: worth saying, and no cause.
    return replace(found, role=Role.RISK, opens=False, by_status=(), symptom=None, explains=())
