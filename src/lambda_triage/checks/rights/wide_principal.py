"""Functions that let in a whole other account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.admitted import statements
from lambda_triage.checks.check import check
from lambda_triage.checks.policies_of import account
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

WHOLE = re.compile(r"(?:arn:aws[\w-]*:iam::)?(?P<account>\d{12})(?::root)?")


@check(
    id="rights/wide-principal",
    title="The function lets in all of another account",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("resource_policies",),
)
def wide_principal(scene: Scene) -> Iterator[Finding]:
    for one in statements(scene):
        own = account(one.function)
        for kind, name in one.principals:
            found = WHOLE.fullmatch(name) if kind == "AWS" else None
            if not own or not found or found["account"] == own or one.statement.conditions:
                continue
            text = f"{one.label} names account {found['account']}, no role of it"
            yield Finding(
                resource=one.function,
                summary=f"Every role of another account may be let in by its owner: {text}",
                key=f"{one.label} {name}",
                citations=(Citation(place=one.place, text=text),),
                remedies=(
                    Manual(
                        "Name the role that calls the function instead of its account",
                        "which role calls is not in the evidence",
                    ),
                ),
            )
