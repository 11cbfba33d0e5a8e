"""Readers of a DynamoDB stream that want an image which the stream does not carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Table
from lambda_triage.evidence.naming import same
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.signature import Signal

# What each StreamViewType leaves out (DynamoDB API reference, StreamSpecification, 2026).
ABSENT = {
    "KEYS_ONLY": ("NewImage", "OldImage"),
    "NEW_IMAGE": ("OldImage",),
    "OLD_IMAGE": ("NewImage",),
}
SIGNALS = tuple(f"code/event-shape.{name}" for name in ("python", "node", "none", "ruby"))


@check(
    id="streams/view-type",
    title="The stream does not carry the image that the code reads",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("log_events", "mappings", "tables"),
    cause="event_encoding_or_shape",
)
def view_type(scene: Scene) -> Iterator[Finding]:
    for signal in scene.signals(*SIGNALS):
        wanted = signal.captures.get("key") or signal.captures.get("name") or ""
        for mapping in scene.mappings(signal.resource):
            source = (mapping.source or "").partition("/stream/")[0]
            for table in scene.case.documents(Table):
                if (
                    source
                    and same(table.resource, source)
                    and wanted in ABSENT.get(table.view or "", ())
                ):
                    yield _finding(signal, table, wanted)


def _finding(signal: Signal, table: Table, wanted: str) -> Finding:
    text = f"StreamViewType of {table.name} is {table.view}"
    return Finding(
        resource=signal.resource,
        summary=f"The code reads {wanted}, which no record of the stream has: {text}",
        key=f"{table.resource} {wanted}",
        citations=(
            *(Citation(event=event) for event in signal.examples[:3]),
            Citation(place=table.place("view"), text=text),
        ),
        cause="event_encoding_or_shape",
        weight=DECISIVE,
        explains=("error",),
        invocations=signal.invocations,
        onset_us=signal.first_us,
        remedies=(
            Manual(
                f"Turn the stream off and on with NEW_AND_OLD_IMAGES, and map the new stream; or"
                f" do without {wanted}",
                "a stream's view cannot be changed, and records of the old stream are left behind",
            ),
        ),
    )
