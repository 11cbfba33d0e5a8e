"""Logs in which invocations start and never end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

MISSING = """
SELECT u.resource, u.unfinished, o.invocations, u.first_us, u.input, u.line
FROM unfinished AS u
JOIN outcomes AS o ON o.resource = u.resource
ORDER BY u.resource
"""


class _Missing(Struct, frozen=True):
    resource: str
    unfinished: int
    invocations: int
    first_us: int
    input: int
    line: int


@check(
    id="observability/report-missing",
    title="REPORT lines are missing from the log",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
)
def report_missing(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(MISSING, _Missing):
        text = (
            f"{row.unfinished} of {row.invocations} invocations have no REPORT,"
            " though their environment went on: how they ended is not known"
        )
        place = Place(row.input, line=row.line)
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(Citation(place=place, text="START without REPORT", time_us=row.first_us),),
            invocations=row.unfinished,
            remedies=(
                Manual(
                    "Export the log again without a filter and for the whole window",
                    "lines that are not in the evidence can only come from their source",
                ),
            ),
        )
