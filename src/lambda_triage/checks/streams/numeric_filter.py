"""DynamoDB stream filters that compare numbers, which the stream writes as strings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Mapping
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="streams/numeric-filter",
    title="The filter compares numbers that are strings",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("mappings",),
    cause="event_filter_mismatch",
)
def numeric_filter(scene: Scene) -> Iterator[Finding]:
    for mapping in scene.case.documents(Mapping):
        if mapping.service != "dynamodb" or not mapping.filters:
            continue
        text = json.dumps(mapping.filters)
        if "numeric" not in text or "dynamodb" not in text:
            continue
        yield Finding(
            resource=scene.key(mapping.function or mapping.resource),
            summary="The filter never matches: it compares with `numeric`, and a DynamoDB stream"
            " writes numbers as strings",
            key=mapping.resource,
            citations=(Citation(place=mapping.place("filters"), text=text[:200]),),
            cause="event_filter_mismatch",
            weight=DECISIVE,
            explains=("not_triggered",),
            remedies=(
                Manual(
                    "Match the number as a string, or let the function compare it",
                    "which values are meant is the owner's knowledge",
                ),
            ),
        )
