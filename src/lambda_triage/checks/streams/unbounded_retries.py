"""Stream mappings that try one bad record for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.documents import Mapping
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

SHARDED = ("kinesis", "dynamodb")
FOR_EVER = -1  # Lambda's default for both limits (Lambda API, CreateEventSourceMapping, 2026)
PROPOSED = 5  # attempts after which a record is given to the destination


@check(
    id="streams/unbounded-retries",
    title="A bad record blocks its shard until it expires",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("mappings",),
    cause="esm_poison_record",
)
def unbounded_retries(scene: Scene) -> Iterator[Finding]:
    for mapping in scene.case.documents(Mapping):
        if mapping.service not in SHARDED or not mapping.function:
            continue
        limits = (mapping.retries, mapping.age_s)
        endless = all(limit is None or limit == FOR_EVER for limit in limits)
        if not endless or mapping.retries is None or mapping.bisect is None:
            continue
        text = "MaximumRetryAttempts and MaximumRecordAgeInSeconds are -1"
        lost = "" if mapping.on_failure else ", and no failure destination would keep the record"
        yield Finding(
            resource=scene.key(mapping.function),
            summary=f"A record that fails blocks its shard until it expires: {text}{lost}",
            key=mapping.resource,
            citations=(Citation(place=mapping.place("retries"), text=text),),
            cause="esm_poison_record",
            weight=HINT,
            explains=("stream", "lag", "error", "timeout"),
            remedies=(
                Command(
                    (
                        "aws",
                        "lambda",
                        "update-event-source-mapping",
                        "--uuid",
                        mapping.uuid or "<uuid>",
                        "--maximum-retry-attempts",
                        str(PROPOSED),
                        "--bisect-batch-on-function-error",
                    ),
                    "Bound the retries, halve failing batches, and set an on-failure destination",
                    "records that fail that often leave the stream for the destination",
                ),
            ),
        )
