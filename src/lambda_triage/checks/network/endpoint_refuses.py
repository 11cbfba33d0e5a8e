"""Interface endpoints that do not admit the functions beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.admits import lets_in
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.checks.way_out import endpoints
from lambda_triage.evidence.documents import Endpoint, SecurityGroup, Subnet
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

HTTPS = 443  # what every interface endpoint of an AWS service is called on


@check(
    id="network/endpoint-refuses",
    title="A VPC endpoint does not admit the function",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "vpc_endpoints", "security_groups"),
    cause="security_group_blocked",
)
def endpoint_refuses(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        for endpoint in endpoints(scene.case, function):
            group = _closed(scene, function, endpoint)
            if group is not None:
                yield _finding(function, endpoint, group)


def _closed(
    scene: Scene, function: FunctionConfiguration, endpoint: Endpoint
) -> SecurityGroup | None:
    own = function.security_groups or ()
    if endpoint.type != "Interface" or not endpoint.groups or not own:
        return None
    found = [g for name in endpoint.groups if (g := scene.case.document(SecurityGroup, name))]
    nets = [scene.case.document(Subnet, n) for n in function.subnets or ()]
    cidrs = tuple(n.cidr for n in nets if n is not None and n.cidr)
    ranges = any("CidrIp'" in str(g.ingress) for g in found)
    if len(found) < len(endpoint.groups) or (ranges and not cidrs):
        return None
    closed = all(lets_in(g, HTTPS, own, cidrs) is False for g in found)
    return found[0] if closed else None


def _finding(function: FunctionConfiguration, endpoint: Endpoint, group: SecurityGroup) -> Finding:
    own = (function.security_groups or ("",))[0]
    service = str(endpoint.service).rpartition(".")[2]
    text = f"{group.resource} has no inbound rule for TCP {HTTPS} from {own}"
    return Finding(
        resource=function.resource,
        summary=f"The endpoint for {service} does not admit the function: {text}",
        key=endpoint.resource,
        citations=(Citation(place=group.place("ingress"), text=text),),
        cause="security_group_blocked",
        weight=STRONG,
        explains=("timeout", "init_failure"),
        remedies=(
            Command(
                (
                    "aws",
                    "ec2",
                    "authorize-security-group-ingress",
                    "--group-id",
                    group.resource,
                    "--protocol",
                    "tcp",
                    "--port",
                    str(HTTPS),
                    "--source-group",
                    own,
                ),
                f"Admit {own} on port {HTTPS}, in the template, too",
            ),
        ),
    )
