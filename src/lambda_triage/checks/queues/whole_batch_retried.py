"""Mappings that return the whole batch when one message fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.series import counts
from lambda_triage.checks.signature import HINT, STRONG
from lambda_triage.evidence.documents import Known
from lambda_triage.findings import Citation, Command, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.feeding import Feed
    from lambda_triage.checks.scene import Scene

BATCH = 10  # default batch size of a queue (Lambda API reference, 2026)
PARTIAL = "ReportBatchItemFailures"
FAILED = """
SELECT count(*) AS failed, min(coalesce(start_us, end_us)) AS first_us
FROM invocations WHERE resource = $resource AND status NOT IN ('ok', 'unknown')
"""


class _Failed(Struct, frozen=True):
    failed: int
    first_us: int | None


@check(
    id="queues/whole-batch-retried",
    title="One bad message returns the whole batch",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("mappings",),
    cause="sqs_no_partial_batch",
)
def whole_batch_retried(scene: Scene) -> Iterator[Finding]:
    errors = {scene.key(s.resource): s for s in counts(scene, "Errors") if s.total > 0}
    for feed in Feeding(scene).feeds:
        size = feed.mapping.batch_size
        if size is None and feed.mapping.known is not Known.NOTE:
            size = BATCH
        types = feed.mapping.response_types
        if size is None or size <= 1 or types is None or PARTIAL in types:
            continue
        row = next(scene.case.rows(FAILED, _Failed, resource=feed.function))
        counted = errors.get(feed.function)
        if not row.failed and counted is not None:
            row = _Failed(round(counted.total), counted.first_us(1))
        yield _finding(feed, size, row)


def _finding(feed: Feed, size: int, row: _Failed) -> Finding:
    text = f"batches of up to {size} messages, without {PARTIAL}"
    source = feed.source.rpartition(":")[2]
    failed = f"; {row.failed} invocation{'s' if row.failed != 1 else ''} failed"
    words = "The good messages of a failed batch of" if row.failed else "One bad message of"
    verb = "are worked on again" if row.failed else "would return its whole batch"
    uuid = feed.mapping.uuid or "<uuid>"
    argv = ("aws", "lambda", "update-event-source-mapping", "--uuid", uuid)
    return Finding(
        resource=feed.function,
        summary=f"{words} {source} {verb}: {text}{failed if row.failed else ''}",
        key=feed.mapping.resource,
        citations=(
            Citation(place=feed.mapping.place("response_types"), text=f"no {PARTIAL}; {text}"),
        ),
        cause="sqs_no_partial_batch",
        weight=STRONG if row.failed else HINT,
        symptom="duplicates" if row.failed else None,
        opens=row.failed > 0,
        role=Role.SIGNATURE if row.failed else Role.RISK,
        explains=("duplicates", "dead_letters"),
        by_status=(("duplicates", 1), ("dead_letters", 1)) if row.failed else (),
        onset_us=row.first_us,
        impact=f"{row.failed} failed batches" if row.failed else None,
        remedies=(
            EditCode(
                "Catch the error of each message, and return batchItemFailures with their ids"
            ),
            Command(
                (*argv, "--function-response-types", PARTIAL),
                "Then let the mapping read the answer, in the template, too",
                "a handler that returns nothing then deletes every message it did not fail on",
            ),
        ),
    )
