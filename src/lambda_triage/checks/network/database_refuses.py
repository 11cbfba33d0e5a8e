"""Databases whose security groups do not admit the function that uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.admits import lets_in
from lambda_triage.checks.check import check
from lambda_triage.checks.connecting import PEERS
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Database, SecurityGroup, Subnet
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

DROPPED = "network/peer-blocked."  # messages of connection attempts without an answer
MOSTLY = 0.5  # of the invocations that log one (our choice)
ENDED = "SELECT invocations FROM outcomes WHERE resource = $resource"


@check(
    id="network/database-refuses",
    title="A database in the VPC does not admit the function",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "databases", "security_groups"),
    cause="security_group_blocked",
)
def database_refuses(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        for database in scene.case.documents(Database):
            group = _closed(scene, function, database)
            if group is not None:
                unanswered = _unanswered(scene, function, database.host)
                yield _finding(function, database, group, unanswered)


def _unanswered(scene: Scene, function: FunctionConfiguration, host: str | None) -> int:
    """Invocations that log a connection which nothing answered; 0 unless it is most of them."""
    names = (name for name in sorted(scene.present()) if name.startswith(DROPPED))
    own = (s for s in scene.signals(*names) if s.resource == function.resource)
    hit = max((s.invocations for s in own if _may_be(s, host)), default=0)
    ended = scene.case.execute(ENDED, resource=function.resource)
    return hit if ended and hit >= MOSTLY * int(str(ended[0][0])) else 0


def _may_be(signal: Signal, host: str | None) -> bool:
    """Whether the message names this host, or none."""
    named = [v for k in PEERS if (v := signal.captures.get(k))]
    return not named or any(host is not None and v.startswith(host) for v in named)


def _closed(
    scene: Scene, function: FunctionConfiguration, database: Database
) -> SecurityGroup | None:
    """A group of the database where all of them are known and none admits the function."""
    own, port = function.security_groups or (), database.port
    if not own or port is None or not database.groups:
        return None
    found = [g for name in database.groups if (g := scene.case.document(SecurityGroup, name))]
    # A database belongs to the VPC of its groups, where its own answer leaves that out.
    vpcs = {database.vpc} if database.vpc else {g.vpc for g in found}
    if vpcs != {function.vpc_id}:
        return None
    nets = [scene.case.document(Subnet, n) for n in function.subnets or ()]
    cidrs = tuple(n.cidr for n in nets if n is not None and n.cidr)
    unknown = len(found) < len(database.groups) or any(
        lets_in(g, port, own, cidrs) is not False for g in found
    )
    by_address = any("IpRanges" in str(g.ingress) for g in found) and not cidrs
    return None if unknown or (by_address and _has_ranges(found)) else found[0]


def _has_ranges(groups: list[SecurityGroup]) -> bool:
    return any("CidrIp'" in str(g.ingress) for g in groups)


def _finding(
    function: FunctionConfiguration, database: Database, group: SecurityGroup, unanswered: int
) -> Finding:
    own = ", ".join(function.security_groups or ())
    text = f"{group.resource} has no inbound rule for TCP {database.port} from {own}"
    rule = ("--protocol", "tcp", "--port", str(database.port), "--source-group", own.split(",")[0])
    return Finding(
        resource=function.resource,
        summary=f"{database.name} does not admit the function: {text}",
        key=database.resource,
        citations=(Citation(place=group.place("ingress"), text=text),),
        cause="security_group_blocked",
        weight=DECISIVE,
        explains=("timeout", "error", "init_failure"),
        symptom="error",
        opens=unanswered > 0,
        role=Role.SIGNATURE if unanswered else Role.RISK,
        invocations=unanswered,
        remedies=(
            Command(
                (
                    "aws",
                    "ec2",
                    "authorize-security-group-ingress",
                    "--group-id",
                    group.resource,
                    *rule,
                ),
                f"Admit {own} on port {database.port}, in the template, too",
                "opens the database's port to everything in that group",
            ),
        ),
    )
