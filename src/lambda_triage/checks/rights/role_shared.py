"""Execution roles that several functions share."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

MOST = 4  # functions named in the sentence


@check(
    id="rights/role-shared",
    title="Several functions share one role",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
)
def role_shared(scene: Scene) -> Iterator[Finding]:
    found: dict[str, dict[str, FunctionConfiguration]] = defaultdict(dict)
    for function in scene.case.functions:
        if function.complete and function.role:
            found[function.role].setdefault(function.resource, function)
    for role, functions in sorted(found.items()):
        if len(functions) < 2:
            continue
        names = sorted(name(key) for key in functions)
        more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
        first = functions[min(functions)]
        place = Place(first.input, path=f"{first.path}Role")
        yield Finding(
            resource=first.resource,
            summary=f"{len(names)} functions have role {name(role)}: what one of them needs, each"
            f" may do ({', '.join(names[:MOST])}{more})",
            key=role,
            citations=(Citation(place=place, text=f"Role {role}"),),
            remedies=(
                Manual(
                    "Give each function a role of its own with what it calls",
                    "what each of them calls is not in the evidence",
                ),
            ),
        )
