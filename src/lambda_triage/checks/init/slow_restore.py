"""SnapStart restores that take long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

SLOW_US = 1_000_000  # p95; our choice. The limit is 10 s (Lambda guide, SnapStart, 2026)
FEWEST = 3  # restores: the first of a new version also loads the snapshot into Lambda's caches

RESTORES = """
SELECT resource,
       count(restore_us)                                              AS restores,
       count(*)                                                       AS reported,
       quantile_disc(restore_us, 0.95)                                AS p95_us,
       max(restore_us)                                                AS max_us,
       arg_max(input, (restore_us, -input, -line))                    AS input,
       arg_max(line, (restore_us, -input, -line))                     AS line,
       arg_max(coalesce(start_us, end_us), (restore_us, -input, -line)) AS time_us
FROM invocations
WHERE cold_start IS NOT NULL
GROUP BY resource
HAVING restores >= $fewest AND p95_us >= $slow
ORDER BY resource
"""


class _Restores(Struct, frozen=True):
    resource: str
    restores: int
    reported: int
    p95_us: int
    max_us: int
    input: int
    line: int
    time_us: int | None


@check(
    id="init/slow-restore",
    title="Restores from the snapshot take long",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="cold_start_init",
)
def slow_restore(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(RESTORES, _Restores, fewest=FEWEST, slow=SLOW_US):
        yield Finding(
            resource=row.resource,
            summary=f"Restores from the snapshot take {row.p95_us / 1e6:.1f} s (p95):"
            f" {row.restores} of {row.reported} invocations begin with one",
            citations=(
                Citation(
                    place=Place(row.input, line=row.line),
                    text=f"Restore Duration: {row.max_us / 1000:.2f} ms",
                    time_us=row.time_us,
                ),
            ),
            cause="cold_start_init",
            invocations=row.restores,
            remedies=(
                EditCode(
                    "Keep the hooks after the restore short: open connections when they are first"
                    " needed"
                ),
                EditCode(
                    "Touch before the snapshot what requests need (call the handler once), so that"
                    " it is restored and not loaded again"
                ),
            ),
        )
