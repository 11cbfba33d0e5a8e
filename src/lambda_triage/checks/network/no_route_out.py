"""Functions in a VPC whose subnets lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE, STRONG
from lambda_triage.checks.way_out import Out, endpoints, ways_out
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

WORDS = {
    "none": "no default route",
    "internet_gateway": "a default route to an internet gateway, which Lambda cannot use:"
    " its interfaces have no public address",
    "blackhole": "a default route that leads to something gone or failed",
}  # source: Lambda guide, 'Internet access for VPC-connected functions', 2026


@check(
    id="network/no-route-out",
    title="The function's subnets have no way out",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "route_tables"),
    cause="timeout_vpc_no_route",
)
def no_route_out(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        outs = [o for o in ways_out(scene.case, function) if o.way is not None]
        closed = [o for o in outs if o.way in WORDS]
        if not closed:
            continue
        every = len(closed) == len(outs)
        near = ", ".join(sorted({str(e.service) for e in endpoints(scene.case, function)}))
        beside = f"; only these have endpoints: {near}" if near else ""
        yield Finding(
            resource=function.resource,
            summary=f"{_which(closed, every)}: {WORDS[str(closed[0].way)]}{beside}",
            key=",".join(sorted(o.subnet for o in closed)),
            citations=tuple(_cite(o) for o in closed[:3]),
            cause="timeout_vpc_no_route",
            weight=DECISIVE if every and not near else STRONG,
            explains=("timeout", "init_failure"),
            facts=(("way", str(closed[0].way)),),
            remedies=(_fix(closed),),
        )


def _which(closed: list[Out], every: bool) -> str:
    names = ", ".join(o.subnet for o in closed)
    return f"From {'its only' if every and len(closed) == 1 else 'its'} subnet {names}"


def _cite(out: Out) -> Citation:
    place = Place(out.table.input, path=f"{out.table.path}Routes") if out.table else None
    return Citation(place=place, text=f"routes of {out.subnet}: {WORDS[str(out.way)]}")


def _fix(closed: list[Out]) -> Manual:
    return Manual(
        "Route 0.0.0.0/0 of these subnets to a NAT gateway in a public subnet, or add endpoints for"
        " the AWS services called (S3 and DynamoDB: gateway endpoints, free); over IPv6, ::/0 to an"
        " egress-only internet gateway with Ipv6AllowedForDualStack",
        "which of them depends on what the function calls, and costs differ",
    )
