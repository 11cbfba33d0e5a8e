"""Functions in a VPC that all stand in one availability zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Subnet
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="configuration/single-zone",
    title="The function stands in one availability zone",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "subnets"),
)
def single_zone(scene: Scene) -> Iterator[Finding]:
    zone_of = {s.resource: s.zone for s in scene.case.documents(Subnet) if s.zone}
    for function in scene.case.functions:
        subnets = function.subnets or ()
        zones = {zone_of.get(subnet) for subnet in subnets}
        if not subnets or len(zones) > 1 or None in zones:
            continue
        (zone,) = zones
        told = "its only subnet is" if len(subnets) == 1 else f"its {len(subnets)} subnets are all"
        text = f"The function runs in one availability zone: {told} in {zone}"
        place = Place(function.input, path=f"{function.path}VpcConfig.SubnetIds")
        yield Finding(
            resource=function.resource,
            summary=text,
            citations=(Citation(place=place, text=", ".join(subnets)),),
            remedies=(
                Manual(
                    "Add a subnet of a second zone with the same routes to VpcConfig.SubnetIds",
                    "which subnet is meant for it only the owner of the VPC knows",
                ),
            ),
        )
