"""Functions that report failed messages to a mapping that does not listen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.signature import DECISIVE, message
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

PARTIAL = "ReportBatchItemFailures"
ID = "queues/failures-ignored"
RETURNED = message(
    f"{ID}.returned",
    "batchItemFailures",
    "BatchItemFailures",
    pattern=r"[bB]atchItemFailures[\\\"'=:\s]{1,8}\[\s{0,20}[{(]?[^\n\[\]]{0,40}"
    r"[iI]temIdentifier[\\\"'=:\s]{1,8}[\w-]{8,64}",
    source="what functions log of their answer; Lambda guide, SQS batch item failures, 2026",
)


@check(
    id=ID,
    title="Failed messages are reported, and deleted all the same",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("log_events", "mappings"),
    signatures=(RETURNED,),
    cause="sqs_no_partial_batch",
)
def failures_ignored(scene: Scene) -> Iterator[Finding]:
    told = {signal.resource: signal for signal in scene.signals(RETURNED.id)}
    for feed in Feeding(scene).feeds:
        signal = told.get(feed.function)
        types = feed.mapping.response_types
        if signal is None or types is None or PARTIAL in types:
            continue
        uuid = feed.mapping.uuid or "<uuid>"
        argv = ("aws", "lambda", "update-event-source-mapping", "--uuid", uuid)
        place = feed.mapping.place("response_types")
        yield Finding(
            resource=feed.function,
            summary="The function returns batchItemFailures, and the mapping does not read them:"
            " it takes the answer for success, and Lambda deletes the messages that failed",
            key=feed.mapping.resource,
            citations=(
                *(Citation(event=event) for event in signal.examples[:3]),
                Citation(place=place, text=f"FunctionResponseTypes without {PARTIAL}"),
            ),
            cause="sqs_no_partial_batch",
            weight=DECISIVE,
            symptom="events_lost",
            opens=True,
            invocations=signal.invocations,
            by_status=(("events_lost", max(signal.invocations, 1)),),
            onset_us=signal.first_us,
            impact=f"{signal.events} answers with failed messages",
            remedies=(
                Command(
                    (*argv, "--function-response-types", PARTIAL),
                    "Let the mapping read the answer, in the template, too",
                    "the failed messages are then tried again",
                ),
            ),
        )
