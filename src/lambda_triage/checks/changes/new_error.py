"""Errors that did not occur before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

SURE = 0.01  # chance that an error that always was there would first show so late
FEWEST = 3  # failures with it
BASELINE = 20  # invocations that ended before it
SHOWN = 120  # characters of a message in a summary

NEW = """
SELECT resource, fingerprint, first_us, begin_us, failed, error_type, message, input, line,
       before, since
FROM kinds_of_error
WHERE failed >= $fewest AND before >= $baseline
ORDER BY resource, failed DESC, fingerprint
"""


class _New(Struct, frozen=True):
    resource: str
    fingerprint: str
    first_us: int
    begin_us: int
    failed: int
    error_type: str | None
    message: str | None
    input: int
    line: int
    before: int
    since: int


@check(
    id="changes/new-error",
    title="An error that did not occur before",
    severity=Severity.HIGH,
    role=Role.CONTEXT,
    since="0.1",
    reads=("invocations",),
)
def new_error(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(NEW, _New, fewest=FEWEST, baseline=BASELINE):
        # With a steady rate, each further failure falls after the first with this share.
        late = (row.since / (row.before + row.since)) ** (row.failed - 1)
        if late < SURE:
            yield _finding(row)


def _finding(row: _New) -> Finding:
    named = row.error_type or "error"
    told = row.message or named
    told = told if told.startswith(named) else f"{named}: {told}"
    return Finding(
        resource=row.resource,
        summary=f"New after {_span(row.first_us - row.begin_us)} and {row.before} invocations"
        f" without it, in {row.failed} of {row.since} since then: {told[:SHOWN]}",
        key=row.fingerprint,
        citations=(
            Citation(place=Place(row.input, line=row.line), text=told, time_us=row.first_us),
        ),
        invocations=row.failed,
        onset_us=row.first_us,
        remedies=(
            EditCode("Look for what changed before the first of them: release, settings, input"),
        ),
    )


def _span(us: int) -> str:
    minutes = us // 60_000_000
    if minutes < 120:
        return f"{max(minutes, 1)} min"
    return f"{minutes // 60} h" if minutes < 2_880 else f"{minutes // 1_440} days"
