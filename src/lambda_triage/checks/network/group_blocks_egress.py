"""Functions whose own security groups let nothing useful out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.admits import lets_out
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import SecurityGroup
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

HTTPS = 443  # every AWS API and most others


@check(
    id="network/group-blocks-egress",
    title="The function's security groups let no HTTPS out",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "security_groups"),
    cause="security_group_blocked",
)
def group_blocks_egress(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        wanted = function.security_groups or ()
        found = [g for name in wanted if (g := scene.case.document(SecurityGroup, name))]
        if (
            not found
            or len(found) < len(wanted)
            or any(lets_out(g, HTTPS) is not False for g in found)
        ):
            continue
        names = ", ".join(wanted)
        text = f"no egress rule of {names} covers TCP {HTTPS}"
        yield Finding(
            resource=function.resource,
            summary=f"Nothing may leave on port {HTTPS}: {text}",
            key=names,
            citations=(Citation(place=found[0].place("egress"), text=text),),
            cause="security_group_blocked",
            weight=DECISIVE,
            explains=("timeout", "error", "init_failure", "slow"),
            remedies=(
                Manual(
                    f"Add an egress rule for TCP {HTTPS} to what the function calls",
                    "the destinations are the owner's knowledge",
                ),
            ),
        )
