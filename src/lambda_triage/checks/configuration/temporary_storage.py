"""Functions whose /tmp is nearly full, or much larger than what they put there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

INCLUDED_MB = 512  # costs nothing (AWS Lambda pricing, Ephemeral storage, 2026)
LARGEST_MB = 10_240  # Lambda quotas, /tmp, 2026
NEAR = 0.8  # of /tmp; our choice
IDLE = 0.05  # of a /tmp that costs extra; our choice
FEWEST = 30  # invocations before /tmp is called too large
MIB = 1024 * 1024

MOST = """
SELECT resource, count(*) AS seen, max(tmp_used) AS used,
       arg_max(input, (tmp_used, -input, -line)) AS input,
       arg_max(line, (tmp_used, -input, -line))  AS line
FROM usage
WHERE tmp_used IS NOT NULL
GROUP BY resource
ORDER BY resource
"""


class _Most(Struct, frozen=True):
    resource: str
    seen: int
    used: int
    input: int
    line: int


@check(
    id="configuration/temporary-storage",
    title="The size of /tmp does not fit its use",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "usage"),
)
def temporary_storage(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(MOST, _Most):
        function = scene.function(row.resource)
        size = function.ephemeral_mb if function else None
        fix = _fix(row, size) if size else None
        if fix is None:
            continue
        text = f"At most {row.used / MIB:.0f} of {size} MB of /tmp are used"
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(Citation(place=Place(row.input, line=row.line), text=text),),
            invocations=row.seen,
            remedies=(fix,),
        )


def _fix(row: _Most, size: int) -> SetProperty | None:
    share = row.used / (size * MIB)
    if share > NEAR and size < LARGEST_MB:
        more = min(LARGEST_MB, 2 * size)
        told = f"Raise EphemeralStorage to {more} MB, or remove files before the next invocation"
        return SetProperty("EphemeralStorage", more, told, "what exceeds 512 MB is paid for")
    if share < IDLE and size > INCLUDED_MB and row.seen >= FEWEST:
        told = f"Lower EphemeralStorage to {INCLUDED_MB} MB, which cost nothing"
        return SetProperty("EphemeralStorage", INCLUDED_MB, told, "rare inputs may be larger")
    return None
