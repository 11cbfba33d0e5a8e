"""Durations that rise with a version that the logs show for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.shift import slower_by_log
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Command, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.shift import Shift

SOON_US = 900_000_000  # 15 min from the first invocation to the rise; our choice

# The version that came last before the rise, and the one before it.
CAME = """
SELECT version, previous, first_us FROM (
    SELECT version, first_us, lag(version) OVER (ORDER BY first_us, version) AS previous
    FROM versions
    WHERE resource = $resource AND version <> '$LATEST' AND first_us IS NOT NULL
)
WHERE previous IS NOT NULL AND first_us > $until - $soon AND first_us <= $onset
ORDER BY first_us DESC, version
LIMIT 1
"""


class _Came(Struct, frozen=True):
    version: str
    previous: str
    first_us: int


@check(
    id="changes/slower-since-version",
    title="Durations rise with a new version",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="deploy_regression",
)
def slower_since_version(scene: Scene) -> Iterator[Finding]:
    for shift in slower_by_log(scene):
        times = {"until": shift.until_us, "onset": shift.onset_us, "soon": SOON_US}
        for row in scene.case.rows(CAME, _Came, resource=shift.resource, **times):
            yield _finding(shift, row)


def _finding(shift: Shift, row: _Came) -> Finding:
    minutes = (shift.onset_us - row.first_us) // 60_000_000
    after = f"{minutes} min after the first of" if minutes else "with"
    text = (
        f"Durations rose from {shift.before_us / 1000:.0f} to {shift.after_us / 1000:.0f} ms"
        f" ({shift.statistic}) {after} version {row.version}"
    )
    argv = ("aws", "lambda", "update-alias", "--function-name", name(shift.resource))
    back = (*argv, "--name", "<alias>", "--function-version", row.previous)
    return Finding(
        resource=shift.resource,
        summary=text,
        key=row.version,
        citations=(
            shift.citation,
            Citation(text=f"first START of version {row.version}", time_us=row.first_us),
        ),
        cause="deploy_regression",
        weight=SPECIFIC,
        explains=("slow",),
        onset_us=row.first_us,
        remedies=(
            Command(back, f"send callers back to version {row.previous} meanwhile"),
            EditCode(
                f"Compare what an invocation does in {row.previous} and {row.version}: calls,"
                " reads, parsing, memory"
            ),
        ),
    )
