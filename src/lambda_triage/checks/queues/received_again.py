"""Messages that are received again and again without being deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.series import counts
from lambda_triage.findings import Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

AGAIN = 2.0  # receives per deleted message; 1 where everything is handled the first time
FEW = 20  # receives, below which messages still in flight decide the ratio


@check(
    id="queues/received-again",
    title="Messages are received again and again",
    severity=Severity.HIGH,
    role=Role.SYMPTOM,
    since="0.1",
    reads=("metrics",),
)
def received_again(scene: Scene) -> Iterator[Finding]:
    feeding = Feeding(scene)
    deleted = {s.resource: s for s in counts(scene, "NumberOfMessagesDeleted")}
    for series in counts(scene, "NumberOfMessagesReceived"):
        gone = deleted.get(series.resource)
        if gone is None or series.total < max(FEW, AGAIN * gone.total):
            continue
        if feeding.is_dead_letter(series.resource):
            continue  # somebody looks into it without deleting
        queue = series.resource.rpartition(":")[2]
        text = f"{series.total:,.0f} receives, {gone.total:,.0f} messages deleted"
        url = ("--queue-url", "<queue url>", "--message-system-attribute-names", "All")
        for resource in feeding.readers(series.resource) or (series.resource,):
            yield Finding(
                resource=resource,
                summary=f"Messages of {queue} come back: {text}",
                key=series.resource,
                citations=(
                    series.citation(f"NumberOfMessagesReceived: {series.total:,.0f}"),
                    gone.citation(f"NumberOfMessagesDeleted: {gone.total:,.0f}"),
                ),
                symptom="duplicates",
                opens=True,
                invocations=1,
                by_status=(("duplicates", 1),),
                onset_us=series.first_us(1),
                impact=text,
                remedies=(
                    Command(
                        ("aws", "sqs", "receive-message", *url),
                        "Look at the ApproximateReceiveCount of what waits: few messages that"
                        " always fail, or all of them, now and then",
                        "a look counts as a receive, too",
                    ),
                ),
            )
