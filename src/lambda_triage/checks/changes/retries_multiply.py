"""Invocations that are mostly repetitions of the same requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.naming import UNNAMED, name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

RATIO = 1.5  # invocations for each request; our choice
FEWEST = 10  # requests: of a handful, one poisoned event is most

MANY = """
SELECT resource, requests, again, first_failed, first_us, input, line
FROM attempts
WHERE requests >= $fewest AND again >= ($ratio - 1) * requests AND first_failed > 0
ORDER BY resource
"""


class _Many(Struct, frozen=True):
    resource: str
    requests: int
    again: int
    first_failed: int
    first_us: int | None
    input: int
    line: int


@check(
    id="changes/retries-multiply",
    title="Retries multiply the invocations",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("invocations",),
    cause="async_retry_duplicates",
)
def retries_multiply(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(MANY, _Many, fewest=FEWEST, ratio=RATIO):
        runs = row.requests + row.again
        text = (
            f"{row.requests} requests made {runs} invocations, {runs / row.requests:.1f} for each"
        )
        yield Finding(
            resource=row.resource,
            summary=f"{text}: {row.first_failed} of them failed at first and were tried again",
            citations=(
                Citation(place=Place(row.input, line=row.line), text=text, time_us=row.first_us),
            ),
            cause="async_retry_duplicates",
            invocations=row.again,
            onset_us=row.first_us,
            impact=f"{row.again} of {runs} invocations are repetitions",
            remedies=_fix(row.resource),
        )


def _fix(resource: str) -> tuple[Command | EditCode, ...]:
    named = ("--function-name", "<function>" if resource == UNNAMED else name(resource))
    return (
        EditCode(
            "Make what fails succeed, or answer without an error where another attempt cannot help;"
            " make the work idempotent by the request id or an id of the event"
        ),
        Command(
            ("aws", "lambda", "put-function-event-invoke-config", *named,
             "--maximum-retry-attempts", "0"),
            "or stop the retries of asynchronous calls, with a destination for what fails",
            "an event that fails once is then lost, but for its destination",
        ),
    )  # fmt: skip
