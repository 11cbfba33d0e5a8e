"""Streams whose readers are throttled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Mapping
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

THROTTLED = """
SELECT resource, CAST(sum(value) AS DOUBLE) AS total, min(time_us) FILTER (value > 0) AS first_us,
       min(input) AS input
FROM metrics
WHERE metric = 'ReadProvisionedThroughputExceeded'
GROUP BY resource
HAVING total > 0
ORDER BY resource
"""


class _Throttled(Struct, frozen=True):
    resource: str
    total: float
    first_us: int | None
    input: int


@check(
    id="streams/read-throttled",
    title="Reading the stream is throttled",
    severity=Severity.MEDIUM,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("metrics",),
    cause="kinesis_shard_throttle",
)
def read_throttled(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(THROTTLED, _Throttled):
        readers = sorted(
            {scene.key(m.function) for m in scene.case.documents(Mapping)
             if m.service == "kinesis" and m.function}
        )  # fmt: skip
        for resource in readers or [row.resource]:
            yield Finding(
                resource=resource,
                summary="Reads of the stream are throttled: its shards give 5 reads and 2 MB a"
                " second to all polling consumers together",
                citations=(
                    Citation(
                        place=Place(row.input, metric="ReadProvisionedThroughputExceeded"),
                        text=f"ReadProvisionedThroughputExceeded: {row.total:g}",
                        time_us=row.first_us,
                    ),
                ),
                cause="kinesis_shard_throttle",
                weight=DECISIVE,
                symptom="lag",
                opens=True,
                onset_us=row.first_us,
                remedies=(
                    Command(
                        (
                            "aws",
                            "kinesis",
                            "register-stream-consumer",
                            "--stream-arn",
                            "<stream>",
                            "--consumer-name",
                            "<function>",
                        ),
                        "Give the function enhanced fan-out: 2 MB a second of its own per shard",
                        "billed per consumer and shard hour",
                    ),
                ),
            )
