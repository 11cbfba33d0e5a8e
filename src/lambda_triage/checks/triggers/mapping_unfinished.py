"""Event source mappings that stay between two states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Mapping
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

BETWEEN = ("Creating", "Enabling", "Updating", "Disabling", "Deleting")  # Lambda API reference
LONG_S = 3_600  # of a change that takes seconds for queues and minutes for clusters; our choice
PERIOD = "SELECT last_us FROM period"


class _End(Struct, frozen=True):
    last_us: int | None


@check(
    id="triggers/mapping-unfinished",
    title="The change of an event source mapping does not end",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("mappings",),
    cause="esm_disabled_or_failed",
)
def mapping_unfinished(scene: Scene) -> Iterator[Finding]:
    end_us = next((row.last_us for row in scene.case.rows(PERIOD, _End)), None)
    for mapping in scene.case.documents(Mapping):
        since_us = micros(mapping.modified) if mapping.modified else None
        if mapping.state not in BETWEEN or since_us is None or end_us is None:
            continue
        seconds = (end_us - since_us) // 1_000_000
        if seconds < LONG_S:
            continue
        source = (mapping.source or "").split(":", 5)[-1].removeprefix("?:") or "its source"
        text = f"State {mapping.state} since {mapping.modified}, {seconds // 3600} h or more"
        yield Finding(
            resource=scene.key(mapping.function or mapping.resource),
            summary=f"The trigger on {source} is neither on nor off: {text}",
            key=mapping.resource,
            citations=(Citation(place=mapping.place("state"), text=text),),
            cause="esm_disabled_or_failed",
            weight=STRONG,
            explains=("not_triggered", "lag", "backlog"),
            remedies=(
                Manual(
                    "Check the role, the key of the filter and, for clusters, subnets and their"
                    " addresses; then delete the mapping and create it again, from TRIM_HORIZON or"
                    " a time before the stop",
                    "why a change does not end is told only in the mapping's own reason",
                ),
            ),
        )
