"""Functions that reach S3 or DynamoDB through a NAT gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.policies_of import held
from lambda_triage.checks.way_out import endpoints, ways_out
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.way_out import Out
    from lambda_triage.evidence.function import FunctionConfiguration

# Services with gateway endpoints, which cost nothing, while a NAT gateway charges for each GB
# (VPC guide, gateway endpoints; Amazon VPC pricing, 2026).
SERVICES = {"s3": "Amazon S3", "dynamodb": "DynamoDB"}


@check(
    id="cost/nat-for-gateway-service",
    title="S3 or DynamoDB is reached through a NAT gateway",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "route_tables", "vpc_endpoints", "policies"),
)
def nat_for_gateway_service(scene: Scene) -> Iterator[Finding]:
    if scene.case.gaps(("vpc_endpoints",)):
        return  # what was not told may be there
    for function in scene.case.functions:
        outs = [o for o in ways_out(scene.case, function) if o.way == "nat" and o.table]
        used = _allowed(scene, function)
        for service, title in SERVICES.items():
            open_ways = [o for o in outs if not _has_endpoint(scene, function, o, service)]
            if service in used and open_ways:
                yield _finding(function, open_ways, service, title)


def _finding(function: FunctionConfiguration, outs: list[Out], service: str, title: str) -> Finding:
    tables = sorted({o.table.resource for o in outs if o.table})
    text = f"{', '.join(tables)} has a NAT gateway for it and no gateway endpoint"
    first = outs[0].table
    region = (function.resource.split(":") + [""] * 4)[3] or "<region>"
    return Finding(
        resource=function.resource,
        summary=f"Traffic with {title} is charged by the gigabyte: {text}",
        key=service,
        citations=(Citation(place=first.place("routes") if first else None, text=text),),
        remedies=(
            Command(
                ("aws", "ec2", "create-vpc-endpoint", "--vpc-id",
                 function.vpc_id or "<vpc>", "--service-name",
                 f"com.amazonaws.{region}.{service}", "--route-table-ids", *tables),
                "Make a gateway endpoint, which costs nothing",
                "connections that are open at that moment may be cut",
            ),
        ),
    )  # fmt: skip


def _has_endpoint(scene: Scene, function: FunctionConfiguration, out: Out, service: str) -> bool:
    """Whether the subnet's route table leads to an endpoint of the service, of either type."""
    for endpoint in endpoints(scene.case, function):
        if not (endpoint.service or "").endswith(f".{service}"):
            continue
        tables = endpoint.route_tables or ()
        if endpoint.type != "Gateway" or out.table is None or out.table.resource in tables:
            return True
    return False


def _allowed(scene: Scene, function: FunctionConfiguration) -> set[str]:
    """Services whose actions the role's policies name; a bare `*` says nothing of use."""
    known = held(scene, function.role) if function.role else None
    return {
        action.partition(":")[0].lower()
        for policy in (known.policies if known else ())
        for statement in policy.statements
        if statement.effect == "Allow" and not statement.actions.inverted
        for action in statement.actions.patterns
    }
