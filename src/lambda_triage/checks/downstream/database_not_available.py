"""Databases that do not work, by their own status, and the functions that are set to use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Database
from lambda_triage.evidence.naming import name
from lambda_triage.facts.states import meaning
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


BAD = ("off", "failed")


@check(
    id="downstream/database-not-available",
    title="The database that the function uses is not available",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("databases",),
    cause="connection_refused",
)
def database_not_available(scene: Scene) -> Iterator[Finding]:
    for database in scene.case.documents(Database):
        told = meaning(Database.KIND, "Status", database.status or "")
        if told not in BAD:
            continue
        text = f"the status of {name(database.resource)} is {database.status}"
        users = _users(scene, database)
        for resource in users or (database.resource,):
            yield Finding(
                resource=resource,
                summary=f"A database does not work: {text}",
                key=database.resource,
                citations=(Citation(place=database.place("status"), text=text),),
                cause="connection_refused",
                weight=STRONG,
                explains=("error", "timeout", "init_failure") if users else (),
                remedies=(
                    Manual(
                        f"Bring {name(database.resource)} back, then call again",
                        "what it needs depends on why it is in this status",
                    ),
                ),
            )


def _users(scene: Scene, database: Database) -> tuple[str, ...]:
    """Functions in the database's VPC, else the only function at hand."""
    functions = scene.case.functions
    beside = [f for f in functions if database.vpc and f.vpc_id == database.vpc]
    return tuple(f.resource for f in beside or (functions if len(functions) == 1 else ()))
