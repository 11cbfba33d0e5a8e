"""DynamoDB tables whose own metrics show requests that were throttled."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.series import counts
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.documents import Table
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Command, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series
    from lambda_triage.findings import Remedy

# Of a table or index (DynamoDB guide, "Metrics and dimensions", 2026). A request counts once for
# each of its items that is throttled.
EVENTS = {"ReadThrottleEvents": "reads", "WriteThrottleEvents": "writes"}


@check(
    id="scaling/table-throttled",
    title="A DynamoDB table throttles requests",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
    cause="downstream_throttling",
)
def table_throttled(scene: Scene) -> Iterator[Finding]:
    found: dict[str, list[Series]] = defaultdict(list)
    for metric in EVENTS:
        for series in counts(scene, metric):
            if series.total > 0:
                found[series.resource].append(series)
    for resource, all_series in sorted(found.items()):
        told = " and ".join(f"{s.total:.0f} {EVENTS[s.metric]}" for s in all_series)
        table = scene.case.document(Table, resource)
        functions = scene.case.functions
        alone = functions[0].resource if len(functions) == 1 else resource
        yield Finding(
            resource=alone,
            summary=f"Table {name(resource)} throttles {told}",
            key=resource,
            citations=tuple(
                s.citation(f"{s.metric} of {name(resource)}: {s.total:.0f}", s.first_us(1))
                for s in all_series
            ),
            cause="downstream_throttling",
            weight=HINT,
            explains=("slow", "timeout"),
            onset_us=min(
                (at for s in all_series if (at := s.first_us(1)) is not None), default=None
            ),
            remedies=_fix(table, name(resource)),
        )


def _fix(table: Table | None, own: str) -> tuple[Remedy, ...]:
    spread = EditCode(
        "Spread the load over more partition keys and over time: one partition takes 1,000 write"
        " and 3,000 read units per second, whatever the table has"
    )
    if table is None or table.billing != "PROVISIONED":
        return (spread,)
    return (
        Command(
            (
                "aws", "dynamodb", "update-table", "--table-name", own,
                "--billing-mode", "PAY_PER_REQUEST",
            ),
            "Let the table take what comes",
            "a steady load costs more on demand than provisioned with auto scaling",
        ),
        spread,
    )  # fmt: skip
