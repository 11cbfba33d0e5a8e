"""Dead-letter queues of the wrong type: FIFO where a standard one is wanted, and vice versa."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import InvokeConfig
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

FIFO = ".fifo"  # suffix that the name of every FIFO queue has (SQS API reference, 2026)


@check(
    id="queues/dead-letter-type",
    title="The dead-letter queue has the wrong type",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("queues",),
    cause="dlq_misconfigured",
)
def dead_letter_type(scene: Scene) -> Iterator[Finding]:
    feeding = Feeding(scene)
    for queue in feeding.queues:
        target = _is_fifo(feeding, queue.dead_letter)
        own = _is_fifo(feeding, queue.resource)
        if target is None or own is None or target == own:
            continue
        kinds = ("FIFO", "standard") if own else ("standard", "FIFO")
        text = f"{queue.name} is a {kinds[0]} queue, its dead-letter queue a {kinds[1]} one"
        place = queue.place("dead_letter")
        for resource in feeding.readers(queue.resource) or (queue.resource,):
            yield _finding(resource, text, queue.resource, place)
    for function in scene.case.functions:
        if function.dead_letter and _is_fifo(feeding, function.dead_letter):
            place = Place(function.input, path=f"{function.path}DeadLetterConfig.TargetArn")
            text = "The dead-letter queue of the function's events is FIFO, which Lambda refuses"
            yield _finding(function.resource, text, function.dead_letter, place)
    for config in scene.case.documents(InvokeConfig):
        for field in ("on_failure", "on_success"):
            told = config.on_failure if field == "on_failure" else config.on_success
            if told and _is_fifo(feeding, told):
                text = (
                    "The destination of the function's events is a FIFO queue, which Lambda refuses"
                )
                yield _finding(scene.key(config.resource), text, told, config.place(field))


def _is_fifo(feeding: Feeding, reference: str | None) -> bool | None:
    """Whether a queue is FIFO; None for what is no queue, or a name that a template makes up."""
    if reference is None or (reference.startswith("arn:") and ":sqs:" not in reference):
        return None
    if reference.startswith("arn:"):
        return reference.endswith(FIFO)
    known = feeding.queue(reference)
    return known.fifo if known is not None else None


def _finding(resource: str, text: str, key: str, place: Place) -> Finding:
    return Finding(
        resource=resource,
        summary=f"{text}: nothing that fails gets there",
        key=key,
        citations=(Citation(place=place, text=text),),
        cause="dlq_misconfigured",
        weight=DECISIVE,
        explains=("events_lost", "deployment"),
        remedies=(
            Manual(
                "Create a queue of the same type as the source; for Lambda's own events a"
                " standard queue or a topic",
                "the type of a queue cannot be changed",
            ),
        ),
    )
