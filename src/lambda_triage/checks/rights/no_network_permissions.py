"""Functions in a VPC whose role may not make the network interfaces they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.lacking import lacking
from lambda_triage.checks.policies_of import held_roles
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, GrantAction, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# Without these Lambda cannot connect to a VPC (Lambda guide, 'Required IAM permissions', 2026).
NEEDED = (
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DeleteNetworkInterface",
)


@check(
    id="rights/no-network-permissions",
    title="The role may not make the interfaces that a VPC needs",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "policies"),
    cause="access_denied_identity",
)
def no_network_permissions(scene: Scene) -> Iterator[Finding]:
    for key, known in held_roles(scene):
        function = scene.function(key)
        missing = lacking(known, NEEDED, None)
        if function is None or not function.vpc or not missing:
            continue
        text = f"by {known.names} it may not call {' or '.join(missing)}"
        yield Finding(
            resource=key,
            summary=f"Role {name(known.role)} cannot connect the function to its VPC: {text}",
            key=known.role,
            citations=(Citation(place=known.place(""), text=text),),
            cause="access_denied_identity",
            weight=STRONG,
            explains=("not_triggered", "deployment"),
            remedies=(
                GrantAction(
                    (*NEEDED, "ec2:DescribeSubnets"),
                    "*",
                    known.role,
                    "identity",
                    "Attach AWSLambdaVPCAccessExecutionRole, or allow these actions",
                ),
            ),
        )
