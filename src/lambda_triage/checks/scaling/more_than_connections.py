"""Functions that may run more often at once than their database takes connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.admits import lets_in
from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.reserved import reserved
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Database, SecurityGroup
from lambda_triage.facts.connections import most_connections
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

DEFAULT = "default."  # how the names of RDS's own parameter groups begin (RDS user guide, 2026)


@check(
    id="scaling/more-than-connections",
    title="The function may open more connections than its database takes",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "databases", "security_groups"),
    cause="db_pool_exhaustion",
)
def more_than_connections(scene: Scene) -> Iterator[Finding]:
    feeding = Feeding(scene)
    for database in scene.case.documents(Database):
        most = _most(database)
        users = [f for f in scene.case.functions if _uses(scene, f, database)] if most else []
        may = {f.resource: n for f in users if (n := _at_once(scene, feeding, f.resource))}
        wanted = sum(n for n, _ in may.values())
        if most is None or wanted <= most:
            continue
        for resource in sorted(may):
            yield _finding(resource, database, most, wanted, may)


def _most(database: Database) -> int | None:
    """Connections it takes by default; None where its own parameters may say otherwise."""
    own = [p for p in database.parameters or () if not p.startswith(DEFAULT)]
    if database.parameters is None or own or not database.engine or not database.size:
        return None
    return most_connections(database.engine, database.size)


def _uses(scene: Scene, function: FunctionConfiguration, database: Database) -> bool:
    """Whether a group of the database names one of the function's own as a source."""
    own, port = function.security_groups or (), database.port
    if not own or port is None:
        return False
    groups = [scene.case.document(SecurityGroup, g) for g in database.groups or ()]
    return any(
        lets_in(g, port, own, ()) is True and lets_in(g, port, (), ()) is not True
        for g in groups
        if g is not None
    )


def _at_once(scene: Scene, feeding: Feeding, function: str) -> tuple[int, str] | None:
    """How often it is allowed to run at once, and which settings say so; None where none does."""
    most = reserved(scene, function)
    maximums = [f.mapping.most_concurrent for f in feeding.feeds if f.function == function]
    known = [m for m in maximums if m is not None]
    polled = sum(known) if known and len(known) == len(maximums) else None
    if polled is not None and (most is None or polled < most):
        return polled, "MaximumConcurrency"
    return (most, "reserved") if most else None


def _finding(
    resource: str, database: Database, most: int, wanted: int, may: dict[str, tuple[int, str]]
) -> Finding:
    own, setting = may[resource]
    beside = f", {wanted} with the other functions that use it" if len(may) > 1 else ""
    text = f"{database.engine} on {database.size} takes at most {most} connections by default"
    return Finding(
        resource=resource,
        summary=f"{database.name} runs out of connections before the function reaches its limit:"
        f" it may run {own} times at once ({setting}){beside}, and {text}",
        key=database.resource,
        citations=(Citation(place=database.place("size"), text=text),),
        cause="db_pool_exhaustion",
        weight=STRONG,
        explains=("error", "timeout"),
        remedies=(
            Manual(
                f"Let reserved and MaximumConcurrency together stay below {most}, less what other"
                " clients need, or put RDS Proxy in front",
                "how many connections other clients need is the owner's knowledge",
            ),
        ),
    )
