"""DynamoDB streams with more readers than a shard serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Mapping, Table
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# Readers of one shard; one for a global table (Lambda guide, Using AWS Lambda with Amazon DynamoDB,
# Simultaneous readers of a shard; DynamoDB guide, Reading and processing a stream; 2026).
MOST = 2


@check(
    id="streams/too-many-readers",
    title="More readers than a DynamoDB stream serves",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("mappings",),
    cause="kinesis_shard_throttle",
)
def too_many_readers(scene: Scene) -> Iterator[Finding]:
    readers: dict[str, list[Mapping]] = {}
    for mapping in scene.case.documents(Mapping):
        if mapping.service == "dynamodb" and mapping.is_on is not False and mapping.source:
            readers.setdefault(mapping.source, []).append(mapping)
    for source, found in sorted(readers.items()):
        table = scene.case.document(Table, source.rpartition("/stream/")[0])
        most = 1 if table is not None and table.replicas else MOST
        if len(found) <= most:
            continue
        names = ", ".join(sorted({name(m.function or m.resource) for m in found}))
        text = f"{len(found)} mappings read {source.rpartition('/stream/')[0]}: {names}"
        for mapping in found:
            yield Finding(
                resource=scene.key(mapping.function or mapping.resource),
                summary=f"More than {most} readers of one stream throttle each other: {text}",
                key=source,
                citations=(Citation(place=mapping.place("source"), text=text),),
                cause="kinesis_shard_throttle",
                weight=STRONG,
                explains=("lag", "throttle"),
                remedies=(
                    Manual(
                        "Let one function read the stream and fan out over SNS or EventBridge, or"
                        " use Kinesis Data Streams for DynamoDB",
                        "a change of architecture",
                    ),
                ),
            )
