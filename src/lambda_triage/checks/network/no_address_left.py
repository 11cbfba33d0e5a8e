"""Functions all of whose subnets have no address left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Subnet
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


BUSY = ("InProgress", "Failed")  # an update that waits for, or did not get, a network interface


@check(
    id="network/no-address-left",
    title="No subnet of the function has a free address",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=(
        "functions",
        "subnets",
    ),
    cause="subnet_ips_exhausted",
)
def no_address_left(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        wanted = function.subnets or ()
        found = [s for name in wanted if (s := scene.case.document(Subnet, name))]
        if not found or len(found) < len(wanted) or any(s.free is None or s.free for s in found):
            continue
        waits = function.state == "Pending" or function.last_update_status in BUSY
        names = ", ".join(wanted)
        text = f"AvailableIpAddressCount is 0 in {names}"
        yield Finding(
            resource=function.resource,
            summary=f"No subnet has an address for a further network interface: {text}",
            key=names,
            citations=(Citation(place=found[0].place("free"), text=text),),
            cause="subnet_ips_exhausted",
            weight=DECISIVE,
            symptom="deployment",
            opens=waits,
            role=Role.SYMPTOM if waits else Role.RISK,
            by_status=(("deployment", 1),) if waits else (),
            invocations=1 if waits else 0,
            explains=("deployment", "error", "throttle", "not_triggered"),
            remedies=(
                Manual(
                    "Give the function further subnets in two zones, /26 or larger: an existing one"
                    " cannot be enlarged",
                    "the VPC's free ranges are not in the evidence",
                ),
            ),
        )
