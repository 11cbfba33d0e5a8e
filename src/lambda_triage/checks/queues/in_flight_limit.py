"""Queues near the most messages that may be received and not yet deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.series import levels
from lambda_triage.findings import Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

MOST = 120_000  # messages in flight, of standard and FIFO queues alike (SQS quotas, 2026)
NEAR = 0.8  # of it (our choice)


@check(
    id="queues/in-flight-limit",
    title="Nearly as many messages are in flight as a queue allows",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
)
def in_flight_limit(scene: Scene) -> Iterator[Finding]:
    feeding = Feeding(scene)
    for series in levels(scene, "ApproximateNumberOfMessagesNotVisible"):
        if series.peak < NEAR * MOST:
            continue
        name = series.resource.rpartition(":")[2]
        for resource in feeding.readers(series.resource) or (series.resource,):
            yield Finding(
                resource=resource,
                summary=f"{name} had {series.peak:,.0f} messages in flight, {MOST:,} is the most:"
                " beyond it nothing more is received",
                key=series.resource,
                citations=(series.citation(f"{series.metric}: up to {series.peak:,.0f}"),),
                onset_us=series.first_us(NEAR * MOST),
                remedies=(
                    Manual(
                        "Delete messages sooner: shorter batches, a visibility time-out that fits"
                        " the function, or several queues",
                        "the limit cannot be raised",
                    ),
                ),
            )
