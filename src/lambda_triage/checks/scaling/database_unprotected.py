"""Functions that nothing keeps from opening more connections than their database takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.admits import lets_in
from lambda_triage.checks.check import check
from lambda_triage.checks.reserved import reserved
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.documents import Concurrency, Database, SecurityGroup
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Command, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

CACHES = ("redis", "valkey", "memcached")  # they take tens of thousands of connections
PROXY = ":db-proxy:"  # shares connections among environments (RDS guide, RDS Proxy, 2026)


@check(
    id="scaling/database-unprotected",
    title="Nothing limits the connections to the database",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "databases", "security_groups"),
    cause="db_pool_exhaustion",
)
def database_unprotected(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        if not _is_unlimited(scene, function):
            continue
        open_to = [d for d in scene.case.documents(Database) if _admits(scene, function, d)]
        if not open_to or any(PROXY in d.resource for d in open_to):
            continue
        database = open_to[0]
        text = f"{database.name} ({database.engine}) admits it, and no concurrency is reserved"
        argv = ("aws", "lambda", "put-function-concurrency", "--function-name", function.resource)
        yield Finding(
            resource=function.resource,
            summary=f"The function may open as many connections as the account has concurrency:"
            f" {text}",
            key=database.resource,
            citations=(Citation(place=database.place("groups"), text=text),),
            cause="db_pool_exhaustion",
            weight=HINT,
            explains=("error", "timeout"),
            remedies=(
                Command(
                    (*argv, "--reserved-concurrent-executions", "<below max_connections>"),
                    "Cap the function below the connections that the database takes",
                    "above the cap invocations are throttled",
                ),
                Manual("Or put RDS Proxy in front of it", "the database's limit is not told"),
            ),
        )


def _is_unlimited(scene: Scene, function: FunctionConfiguration) -> bool:
    """Whether AWS told that nothing is reserved, and no mapping limits itself."""
    answered = function.path.startswith("Configuration.")  # GetFunction tells a reservation
    told = answered or scene.case.document(Concurrency, function.resource) is not None
    if not told or reserved(scene, function.resource) is not None:
        return False
    return all(m.most_concurrent is None for m in scene.mappings(function.resource))


def _admits(scene: Scene, function: FunctionConfiguration, database: Database) -> bool:
    own, port = function.security_groups or (), database.port
    if not own or port is None or database.vpc != function.vpc_id:
        return False
    if any(cache in (database.engine or "").lower() for cache in CACHES):
        return False
    groups = [scene.case.document(SecurityGroup, g) for g in database.groups or ()]
    return any(lets_in(g, port, own, ()) for g in groups if g is not None and _names(g, own))


def _names(group: SecurityGroup, own: tuple[str, ...]) -> bool:
    """Whether its rules name the function's group, as they do for a client that is meant."""
    return any(f"'{name(g)}'" in str(group.ingress) for g in own)
