"""Restored environments that make the same values: what init drew is part of the snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG, message
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

FEWEST = 2  # restored environments, and refusals

CLASH = message(
    "state/same-after-restore.clash",
    "duplicate key value violates unique constraint",
    "Duplicate entry ",
    "E11000 duplicate key",
    "ORA-00001",
    "Violation of UNIQUE KEY constraint",
    "UNIQUE constraint failed",
    pattern=r"duplicate key value violates unique constraint|Duplicate entry '[^\n]{0,200} for key"
    r"|E11000 duplicate key|ORA-00001|Violation of UNIQUE KEY constraint|UNIQUE constraint failed",
    source="PostgreSQL, MySQL, MongoDB, Oracle, SQL Server, SQLite: unique violations, 2025",
)
RESTORED = """
SELECT count(*) FILTER (restore_us IS NOT NULL)                        AS restored,
       count(*) FILTER (restore_us IS NULL AND init_us IS NOT NULL)    AS initialised,
       count(*) FILTER (attempt > 1)                                   AS retried,
       (SELECT CAST(coalesce(sum(starts), 0) AS BIGINT) FROM runtimes
         WHERE resource = $resource)                                   AS started
FROM invocations WHERE resource = $resource
"""


class _Starts(Struct, frozen=True):
    restored: int
    initialised: int
    retried: int
    started: int


@check(
    id="state/same-after-restore",
    title="Environments of one snapshot make the same values",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("log_events", "invocations"),
    signatures=(CLASH,),
    cause="snapstart_unique",
)
def same_after_restore(scene: Scene) -> Iterator[Finding]:
    for signal in scene.signals(CLASH.id):
        starts = next(scene.case.rows(RESTORED, _Starts, resource=signal.resource))
        # A retry writes the same row again, and an environment that ran its own init drew its own.
        restored = starts.restored or _started(scene, signal.resource, starts)
        if restored < FEWEST or starts.initialised or starts.retried:
            continue
        if signal.events < FEWEST:
            continue
        text = f"{signal.events} unique keys clash, in environments of {restored} restores"
        yield Finding(
            resource=signal.resource,
            summary=f"{text} of one snapshot: what init drew is the same in all of them",
            citations=tuple(Citation(event=e) for e in signal.examples),
            cause="snapstart_unique",
            weight=STRONG,
            opens=True,
            symptom="duplicates",
            invocations=signal.invocations,
            onset_us=signal.first_us,
            by_status=tuple(sorted(signal.statuses.items())),
            impact=f"{signal.events} refused writes",
            remedies=(
                EditCode(
                    "Draw ids, seeds and random prefixes in the handler or in an after-restore hook"
                    " (register_after_restore, CRaC afterRestore), and from a generator that is"
                    " reseeded there: SecureRandom, uuid4, os.urandom"
                ),
            ),
        )


def _started(scene: Scene, resource: str, starts: _Starts) -> int:
    """Starts that were restores because SnapStart is on; older REPORT lines name no restore."""
    function = scene.function(resource)
    return starts.started if function is not None and function.snapstart_status == "On" else 0
