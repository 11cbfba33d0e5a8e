"""Databases and caches that were restarted or failed over while the function failed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.database_users import users
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import ServiceEvent
from lambda_triage.evidence.naming import name
from lambda_triage.facts.interruptions import interrupts
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# A failover takes one to two minutes (RDS guide, Multi-AZ deployments, 2026); clients that keep a
# resolved name or a dead connection need longer (our choice).
BEFORE_US, AFTER_US = 60_000_000, 300_000_000
MOST = 0.5  # of the failures, from which they belong to the event (our choice)
FAILED = """
SELECT coalesce(start_us, end_us) AS at_us FROM invocations
WHERE resource = $resource AND status IN ('error', 'timeout', 'init_failure', 'crash')
  AND coalesce(start_us, end_us) IS NOT NULL
ORDER BY at_us LIMIT 100000
"""


class _Failed(Struct, frozen=True):
    at_us: int


@check(
    id="downstream/database-interrupted",
    title="The database was interrupted while the function failed",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("invocations", "service_events"),
    cause="downstream_failed",
)
def database_interrupted(scene: Scene) -> Iterator[Finding]:
    found: dict[str, list[tuple[int, ServiceEvent]]] = defaultdict(list)
    for event in scene.case.documents(ServiceEvent):
        time_us = micros(event.date)
        if time_us is not None and interrupts(event.message or "", event.categories or ()):
            found[name(event.source or event.resource)].append((time_us, event))
    for source, told in sorted(found.items()):
        told.sort(key=lambda one: one[0])
        for resource in users(scene, source):
            hit, failed = _meanwhile(scene, resource, [time_us for time_us, _ in told])
            if hit and hit >= MOST * failed:
                yield _finding(resource, source, told, hit, failed)


def _meanwhile(scene: Scene, resource: str, times: list[int]) -> tuple[int, int]:
    """How many invocations failed around the events, and how many in all."""
    failed = [row.at_us for row in scene.case.rows(FAILED, _Failed, resource=resource)]
    near = [f for f in failed if any(-BEFORE_US <= f - t <= AFTER_US for t in times)]
    return len(near), len(failed)


def _finding(
    resource: str, source: str, told: list[tuple[int, ServiceEvent]], hit: int, failed: int
) -> Finding:
    first_us, first = told[0]
    text = f"{source}: {(first.message or 'an event')[:200].rstrip('.')}"
    return Finding(
        resource=resource,
        summary=f"The database was interrupted, and {hit} of {failed} failures fell around it:"
        f" {text}",
        key=source,
        citations=tuple(
            Citation(
                place=event.place("message"), text=(event.message or "")[:300], time_us=time_us
            )
            for time_us, event in told[:3]
        ),
        cause="downstream_failed",
        weight=STRONG,
        explains=("error", "timeout", "init_failure"),
        onset_us=first_us,
        remedies=(
            EditCode(
                "Connect anew and repeat after a lost connection, within the time-out; a proxy"
                " (RDS Proxy) shortens the interruption"
            ),
        ),
    )
