"""Mappings that read a stream their table no longer has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Mapping, Table
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="streams/dead-stream",
    title="The mapping reads a stream that the table no longer has",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=(
        "mappings",
        "tables",
    ),
    cause="esm_disabled_or_failed",
)
def dead_stream(scene: Scene) -> Iterator[Finding]:
    for mapping in scene.case.documents(Mapping):
        if mapping.service != "dynamodb" or not mapping.source:
            continue
        table = scene.case.document(Table, mapping.source.rpartition("/stream/")[0])
        if table is None or not table.complete:
            continue
        gone = table.streaming is False
        if not gone and (table.stream is None or table.stream == mapping.source):
            continue
        text = "its stream is off" if gone else f"its stream is now {table.stream}"
        yield Finding(
            resource=scene.key(mapping.function or mapping.resource),
            summary=f"The trigger reads a stream that {table.name} no longer has: {text}",
            key=mapping.resource,
            citations=(
                Citation(place=mapping.place("source"), text=f"EventSourceArn {mapping.source}"),
                Citation(place=table.place("stream"), text=text),
            ),
            cause="esm_disabled_or_failed",
            weight=DECISIVE,
            symptom="not_triggered",
            opens=True,
            role=Role.SIGNATURE,
            remedies=(
                Manual(
                    "Create the mapping anew on the table's LatestStreamArn, and delete this one",
                    "the source of a mapping cannot be changed",
                ),
            ),
        )
