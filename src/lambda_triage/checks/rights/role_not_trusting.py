"""Execution roles whose trust policy does not let Lambda assume them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.policies_of import OWN, is_role, readable
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Role as RoleDocument
from lambda_triage.findings import Citation, Finding, GrantAction, Role, Severity
from lambda_triage.iam.evaluate import evaluate
from lambda_triage.iam.policies import Policies
from lambda_triage.iam.request import Request, principal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.iam.document import Policy

LAMBDA, ASSUME = "lambda.amazonaws.com", "sts:AssumeRole"
REFUSED = ("implicit_deny", "explicit_deny")


@check(
    id="rights/role-not-trusting",
    title="The role's trust policy does not let Lambda in",
    severity=Severity.CRITICAL,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "roles"),
    cause="access_denied_resource_policy",
)
def role_not_trusting(scene: Scene) -> Iterator[Finding]:
    roles = [r for r in scene.case.documents(RoleDocument) if r.complete]
    for function in scene.case.functions:
        role = function.role or ""
        found = next((r for r in roles if is_role(r.resource, role)), None)
        trust = readable(found.trust, f"the trust policy of {found.name}") if found else None
        if found is None or trust is None or not OWN.fullmatch(role):
            continue
        asked = Request(ASSUME, role, principal(LAMBDA))
        if evaluate(asked, Policies(resource=trust)).as_known not in REFUSED:
            continue
        text = f"the trust policy of {found.name} lets {_trusted(trust)} in, not {LAMBDA}"
        yield Finding(
            resource=function.resource,
            summary=f"Lambda cannot assume the function's role: {text}",
            key=role,
            citations=(Citation(place=found.place("trust"), text=text),),
            cause="access_denied_resource_policy",
            weight=DECISIVE,
            explains=("not_triggered", "init_failure", "deployment", "error"),
            remedies=(
                GrantAction(
                    (ASSUME,), None, LAMBDA, "resource", f"Let {LAMBDA} in, in the trust policy"
                ),
            ),
        )


def _trusted(trust: Policy) -> str:
    """Whom the trust policy names instead."""
    named = [n for s in trust.statements if s.principals for _, n in s.principals.named]
    return ", ".join(dict.fromkeys(named[:3])) or "nobody"
