"""Request ids that were started again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

REPEATED = """
SELECT resource, requests, attempts, first_us, input, line, request_id
FROM repeats
ORDER BY resource
"""


class _Repeated(Struct, frozen=True):
    resource: str
    requests: int
    attempts: int
    first_us: int | None
    input: int
    line: int
    request_id: str


@check(
    id="retries/same-request",
    title="Requests are tried again",
    severity=Severity.LOW,
    role=Role.CONTEXT,
    since="0.1",
    reads=("invocations",),
)
def same_request(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(REPEATED, _Repeated):
        plural = "s were" if row.requests != 1 else " was"
        yield Finding(
            resource=row.resource,
            summary=f"{row.requests} request{plural} tried again, up to {row.attempts} times",
            citations=(
                Citation(
                    place=Place(row.input, line=row.line),
                    text=f"another attempt of {row.request_id}",
                    time_us=row.first_us,
                ),
            ),
            invocations=row.requests,
            onset_us=row.first_us,
            remedies=(
                EditCode("Make the work idempotent: an attempt that failed may have done its part"),
            ),
        )
