"""Queues that a poller of one's own asks again and again for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding, url
from lambda_triage.checks.series import counts
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

LONGEST_S = 20  # longest wait for a message (SQS API reference, ReceiveMessage, 2026)
MILLION = 1_000_000  # requests of the free tier per month; above, empty receives are billed


@check(
    id="queues/short-polling",
    title="Empty receives are paid for",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("queues", "mappings", "metrics"),
)
def short_polling(scene: Scene) -> Iterator[Finding]:
    feeding = Feeding(scene)
    received = {s.resource: s.total for s in counts(scene, "NumberOfMessagesReceived")}
    for empty in counts(scene, "NumberOfEmptyReceives"):
        queue = feeding.queue(empty.resource)
        if queue is None or queue.wait_s != 0 or feeding.readers(queue.resource):
            continue  # Lambda's own pollers wait whatever the queue says
        messages = received.get(empty.resource, 0)
        if empty.total < MILLION or empty.total <= messages:
            continue
        yield Finding(
            resource=queue.resource,
            summary=f"{queue.name} was asked {empty.total:,.0f} times for nothing:"
            " ReceiveMessageWaitTimeSeconds is 0, so that a receive does not wait for a message",
            citations=(
                empty.citation(f"NumberOfEmptyReceives: {empty.total:,.0f}"),
                Citation(place=queue.place("wait_s"), text="ReceiveMessageWaitTimeSeconds 0"),
            ),
            remedies=(
                Command(
                    (
                        "aws",
                        "sqs",
                        "set-queue-attributes",
                        "--queue-url",
                        url(queue.resource),
                        "--attributes",
                        f"ReceiveMessageWaitTimeSeconds={LONGEST_S}",
                    ),
                    f"Let a receive wait up to {LONGEST_S} s for a message",
                    "the poller's own read time-out has to be longer",
                ),
            ),
        )
