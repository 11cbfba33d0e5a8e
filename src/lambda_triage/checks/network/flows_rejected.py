"""Flow logs that show traffic of a VPC being rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE, STRONG
from lambda_triage.evidence.documents import Interface
from lambda_triage.evidence.naming import UNNAMED
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

EPHEMERAL = 1024  # below it, and the ports named here, a service is meant
SERVED = (1433, 1521, 2049, 3306, 5432, 6379, 9092, 9094, 9096, 9098, 11211, 27017, 5671, 61617)

REJECTED = """
SELECT interface, source, destination, port, CAST(sum(records) AS BIGINT) AS records,
       min(first_us) AS first_us, min(input) AS input, min(line) AS line
FROM flows
WHERE action = 'REJECT' AND protocol = 6
GROUP BY interface, source, destination, port
ORDER BY records DESC, interface, destination, port
LIMIT 20
"""


class _Rejected(Struct, frozen=True):
    interface: str
    source: str
    destination: str
    port: int
    records: int
    first_us: int | None
    input: int
    line: int


@check(
    id="network/flows-rejected",
    title="Flow logs show rejected connections",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("flows",),
    cause="security_group_blocked",
)
def flows_rejected(scene: Scene) -> Iterator[Finding]:
    within = [f.resource for f in scene.case.functions if f.vpc]
    for row in scene.case.rows(REJECTED, _Rejected):
        if row.port >= EPHEMERAL and row.port not in SERVED:
            continue  # a scan from outside, or an answer that came late
        known = scene.case.document(Interface, row.interface)
        own = known is not None and known.type == "lambda"
        text = f"{row.source} to {row.destination} port {row.port}: REJECT, {row.records} records"
        for resource in within[:1] or [UNNAMED]:
            yield Finding(
                resource=resource,
                summary=f"A security group or network ACL rejects {row.destination}:{row.port}",
                key=f"{row.destination}:{row.port}",
                citations=(
                    Citation(
                        place=Place(row.input, line=row.line + 1), text=text, time_us=row.first_us
                    ),
                ),
                cause="security_group_blocked",
                weight=DECISIVE if own else STRONG,
                explains=("timeout", "error", "init_failure"),
                remedies=(
                    Manual(
                        f"Admit the function's security group on port {row.port} at the"
                        " destination, and allow both directions in the network ACLs",
                        "the groups and ACLs are not in the flow logs",
                    ),
                ),
            )
