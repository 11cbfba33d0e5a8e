"""Execution roles that may do everything, or everything with one service."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.policies_of import attached, is_role
from lambda_triage.evidence.documents import IdentityPolicy
from lambda_triage.evidence.naming import name, same
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json
    from lambda_triage.evidence.place import Place

WHOLE = re.compile(r"\*|[\w-]{1,63}:\*")
# AWS's own policies that allow everything, or everything of a service (AWS managed policies, 2026).
BROAD = re.compile(
    r"arn:aws[\w-]*:iam::aws:policy/(?:AdministratorAccess|PowerUserAccess"
    r"|(?:job-function/)?[\w-]{1,100}FullAccess)"
)
MOST = 5  # actions named in the sentence


@check(
    id="rights/over-permissive-role",
    title="The function's role may do far more than a function needs",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "policies"),
)
def over_permissive_role(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        role = function.role or ""
        found = dict(_broad(scene, role)) if role else {}
        if not found:
            continue
        told = sorted(found)
        more = f" and {len(told) - MOST} more" if len(told) > MOST else ""
        text = f"{', '.join(told[:MOST])}{more} on every resource"
        yield Finding(
            resource=function.resource,
            summary=f"Role {name(role)} allows {text}: whoever gets into the function may, too",
            key=role,
            citations=(Citation(place=found[told[0]], text=text),),
            remedies=(
                Manual(
                    "Allow the actions that the function calls, on the ARNs it calls them on; IAM"
                    " Access Analyzer writes that policy out of CloudTrail",
                    "what the function calls is not all in the evidence",
                ),
            ),
        )


def _broad(scene: Scene, role: str) -> Iterator[tuple[str, Place | None]]:
    """Wide actions, or names of AWS's own wide policies, each with where it stands."""
    listed = attached(scene, role) or ()
    for arn in listed:
        if BROAD.fullmatch(arn):
            yield name(arn), None
    for policy in scene.case.documents(IdentityPolicy):
        mine = is_role(policy.role, role) if policy.role else False
        if mine or (policy.role is None and any(same(policy.resource, arn) for arn in listed)):
            for action in _wide(policy.document):
                yield action, policy.place("document")


def _wide(document: Json) -> Iterator[str]:
    told = document.get("Statement") if isinstance(document, dict) else None
    for statement in told if isinstance(told, list) else [told]:
        if not isinstance(statement, dict) or statement.get("Effect") != "Allow":
            continue
        if statement.get("Condition") or "*" not in _list(statement.get("Resource")):
            continue
        yield from (a for a in _list(statement.get("Action")) if WHOLE.fullmatch(a))
        if left := _list(statement.get("NotAction")):
            yield f"everything but {', '.join(left[:3])}"


def _list(value: Json) -> list[str]:
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str)]
