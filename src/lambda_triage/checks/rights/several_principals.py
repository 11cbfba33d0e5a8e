"""Functions that several kinds of source invoke."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lambda_triage.checks.admitted import statements
from lambda_triage.checks.check import check
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.admitted import Admitted
    from lambda_triage.checks.scene import Scene


@check(
    id="rights/several-principals",
    title="Several services may invoke the function",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("resource_policies",),
)
def several_principals(scene: Scene) -> Iterator[Finding]:
    found: dict[str, dict[str, Admitted]] = defaultdict(dict)
    for one in statements(scene):
        for kind, service in one.principals:
            if kind == "Service":
                found[one.function].setdefault(service, one)
    for function, services in sorted(found.items()):
        if len(services) < 2:
            continue
        names = ", ".join(sorted(services))
        yield Finding(
            resource=function,
            summary=f"{len(services)} services may invoke the function: {names}",
            key=names,
            citations=(Citation(place=services[min(services)].place, text=names),),
            remedies=(
                Manual(
                    "Give each source a function of its own: each sends another form of event,"
                    " and all share one role, time-out and concurrency",
                    "how the code is cut is the owner's decision",
                ),
            ),
        )
