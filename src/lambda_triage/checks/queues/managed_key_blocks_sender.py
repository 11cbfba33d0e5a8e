"""Queues encrypted with a key that no other AWS service may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding, url
from lambda_triage.checks.sending import sendings
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# The key that AWS manages for SQS; its policy cannot be changed (SQS guide, key management, 2026).
MANAGED = "alias/aws/sqs"


@check(
    id="queues/managed-key-blocks-sender",
    title="The queue's key keeps other services from sending",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("queues",),
    cause="kms_access_denied",
)
def managed_key_blocks_sender(scene: Scene) -> Iterator[Finding]:
    feeding = Feeding(scene)
    for sending in sendings(scene):
        queue = feeding.queue(sending.queue)
        if queue is None or not (queue.key or "").endswith(MANAGED):
            continue
        text = f"{queue.name} is encrypted with {MANAGED}, which {sending.service} may not use"
        own = ("--attributes", '{"KmsMasterKeyId":"","SqsManagedSseEnabled":"true"}')
        for resource in feeding.readers(queue.resource) or (queue.resource,):
            yield Finding(
                resource=resource,
                summary=f"Nothing arrives from {sending.label}: {text}",
                key=f"{queue.resource}&{sending.label}",
                citations=(
                    Citation(place=queue.place("key"), text=f"KmsMasterKeyId {queue.key}"),
                    Citation(place=sending.place, text=f"{sending.label} sends to {queue.name}"),
                ),
                cause="kms_access_denied",
                weight=DECISIVE,
                explains=("not_triggered", "events_lost"),
                remedies=(
                    Command(
                        (
                            "aws",
                            "sqs",
                            "set-queue-attributes",
                            "--queue-url",
                            url(queue.resource),
                            *own,
                        ),
                        "Encrypt with SQS's own keys, or with a key of yours whose policy admits"
                        f" {sending.service}",
                    ),
                ),
            )
