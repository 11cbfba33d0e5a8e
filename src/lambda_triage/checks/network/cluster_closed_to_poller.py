"""Kafka clusters whose security groups do not admit the event source mapping that reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.admits import lets_in
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Cluster, Mapping, SecurityGroup, Subnet
from lambda_triage.evidence.naming import UNNAMED
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


# The mapping's network interfaces lie in the cluster's subnets and carry the cluster's own security
# groups, so these have to admit themselves. Lambda guide, "Configuring your Amazon MSK cluster and
# Amazon VPC network for Lambda", 2026; ports: Amazon MSK guide, "Port information", 2026.
PORTS = {9092: "plaintext", 9094: "TLS", 9096: "SASL/SCRAM", 9098: "IAM"}


@check(
    id="network/cluster-closed-to-poller",
    title="The Kafka cluster does not admit its event source mapping",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=(
        "mappings",
        "clusters",
        "security_groups",
    ),
    cause="kafka_connectivity",
)
def cluster_closed_to_poller(scene: Scene) -> Iterator[Finding]:
    for mapping in scene.case.documents(Mapping):
        if mapping.service != "kafka" or not mapping.source or mapping.is_on is False:
            continue
        cluster = scene.case.document(Cluster, mapping.source)
        wanted = (cluster.groups if cluster else None) or ()
        groups = [g for name in wanted if (g := scene.case.document(SecurityGroup, name))]
        if not groups or len(groups) < len(wanted):
            continue
        cidrs = tuple(_cidrs(scene, cluster.subnets or ())) if cluster else ()
        closed = [
            port
            for port in PORTS
            if all(lets_in(group, port, wanted, cidrs) is False for group in groups)
        ]
        if len(closed) == len(PORTS):
            yield _finding(scene, mapping, groups[0], wanted)


def _cidrs(scene: Scene, subnets: tuple[str, ...]) -> Iterator[str]:
    for name in subnets:
        subnet = scene.case.document(Subnet, name)
        if subnet is not None and subnet.cidr:
            yield subnet.cidr


def _finding(
    scene: Scene, mapping: Mapping, group: SecurityGroup, wanted: tuple[str, ...]
) -> Finding:
    names = ", ".join(wanted)
    ports = "/".join(str(port) for port in PORTS)
    text = f"no ingress rule of {names} admits {names} on TCP {ports}"
    return Finding(
        resource=scene.key(mapping.function or UNNAMED),
        summary=f"The mapping cannot reach the brokers: {text}",
        key=names,
        citations=(Citation(place=group.place("ingress"), text=text),),
        cause="kafka_connectivity",
        weight=DECISIVE,
        explains=("lag", "not_triggered"),
        symptom="not_triggered",
        opens=True,
        role=Role.SYMPTOM,
        invocations=1,
        by_status=(("not_triggered", 1),),
        remedies=(
            Manual(
                f"Admit the security group {names} from itself, on the port of the cluster's"
                f" authentication ({', '.join(f'{p} {n}' for p, n in PORTS.items())})",
                "which authentication the mapping uses is the owner's choice",
            ),
        ),
    )
