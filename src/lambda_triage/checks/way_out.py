"""Which way out of a VPC a function's subnets have: by route table, and by endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from lambda_triage.evidence.documents import Endpoint, NatGateway, RouteTable, Subnet

if TYPE_CHECKING:
    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.documents import Json
    from lambda_triage.evidence.function import FunctionConfiguration

Way = Literal["nat", "internet_gateway", "other", "blackhole", "none"]
ANYWHERE = ("0.0.0.0/0", "::/0")
DEAD = ("failed", "deleting", "deleted")  # states of a NAT gateway that carries nothing
# Targets of a route that may lead on to the internet (EC2 API reference, Route, 2026).
ONWARD = ("TransitGatewayId", "VpcPeeringConnectionId", "NetworkInterfaceId", "InstanceId",
          "CoreNetworkArn", "LocalGatewayId", "CarrierGatewayId", "VpcEndpointId",
          "EgressOnlyInternetGatewayId")  # fmt: skip


class Out(Struct, frozen=True):
    """The default route of one subnet, and the table that holds it.

    table  None where no route table of the subnet is in the evidence
    """

    subnet: str
    way: Way | None
    table: RouteTable | None = None


def ways_out(case: Case, function: FunctionConfiguration) -> tuple[Out, ...]:
    """For each of the function's subnets; empty outside a VPC or where that is unknown."""
    return tuple(_of(case, subnet) for subnet in function.subnets or ())


def _of(case: Case, subnet: str) -> Out:
    table = _table(case, subnet)
    return Out(subnet, _default(case, table) if table else None, table)


def _table(case: Case, subnet: str) -> RouteTable | None:
    """The table that the subnet is associated with, else the main table of its VPC."""
    tables = case.documents(RouteTable)
    for table in tables:
        if any(a.get("SubnetId") == subnet for a in _objects(table.associations)):
            return table
    known = case.document(Subnet, subnet)
    for table in tables:
        main = any(a.get("Main") is True for a in _objects(table.associations))
        if main and known is not None and known.vpc == table.vpc:
            return table
    return None


def _default(case: Case, table: RouteTable) -> Way:
    found: list[Way] = []
    for route in _objects(table.routes):
        told = (route.get("DestinationCidrBlock"), route.get("DestinationIpv6CidrBlock"),
                route.get("CidrBlock"))  # fmt: skip
        if any(t in ANYWHERE for t in told):
            found.append(_way(case, route))
    order: tuple[Way, ...] = ("nat", "other", "blackhole", "internet_gateway")
    return next((way for way in order if way in found), "none")


def _way(case: Case, route: dict[str, Json]) -> Way:
    if route.get("State") == "blackhole":
        return "blackhole"
    nat = route.get("NatGatewayId")
    if isinstance(nat, str):
        gateway = case.document(NatGateway, nat)
        dead = gateway is not None and (gateway.state in DEAD or gateway.kind == "private")
        return "blackhole" if dead else "nat"
    if str(route.get("GatewayId") or "").startswith(("igw-", "?:")):
        return "internet_gateway"
    onward = any(route.get(name) for name in ONWARD) or route.get("GatewayId")
    return "other" if onward else "blackhole"


def endpoints(case: Case, function: FunctionConfiguration) -> tuple[Endpoint, ...]:
    """Endpoints of the VPC that the function's subnets are in."""
    vpcs = {function.vpc_id} | {
        s.vpc for n in function.subnets or () if (s := case.document(Subnet, n)) is not None
    }
    return tuple(e for e in case.documents(Endpoint) if e.vpc and e.vpc in vpcs)


def _objects(value: Json) -> list[dict[str, Json]]:
    found = value if isinstance(value, list) else [value]
    return [v for v in found if isinstance(v, dict)]
