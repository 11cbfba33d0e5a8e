"""The queue shows a message again while the function still works on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.evidence.documents import Mapping, Queue
from lambda_triage.evidence.naming import key, same
from lambda_triage.findings import Citation, Manual, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

ENOUGH = 12  # invocations, below which the longest of them says little (our choice)
ROOM = 0.5  # of the time a message is hidden, within which the longest ends (our choice)


def weigh(facts: Facts) -> Iterator[Weight]:
    outcomes = facts.outcomes
    if outcomes is None or not outcomes.max_us:
        if facts.found("queues/visibility-timeout"):
            yield Weight(-1.5, "nothing tells how long its invocations take", "durations")
        return
    if outcomes.reported < ENOUGH or outcomes.timeouts:
        return
    longest = outcomes.max_us / 1e6
    for queue in _queues(facts):
        if queue.visibility_s and longest <= ROOM * queue.visibility_s:
            text = (
                f"the longest of {outcomes.reported} invocations took {longest:.1f} s,"
                f" {queue.name} hides a message for {queue.visibility_s} s"
            )
            place = queue.place("visibility_s")
            yield Weight(-4.5, text, "durations", (Citation(place=place, text=text),))


def _queues(facts: Facts) -> Iterator[Queue]:
    sources = [
        m.source
        for m in facts.case.documents(Mapping)
        if m.function and m.source and same(key(m.function), facts.resource)
    ]
    for queue in facts.case.documents(Queue):
        if any(same(queue.resource, source) for source in sources):
            yield queue


def summary(facts: Facts) -> str:
    if any(w.citations for w in weigh(facts)):
        return "Messages are not shown again too early: every invocation ends long before."
    return "The queue shows a message again while the function still works on it."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        Manual(
            "Raise the queue's visibility time-out to six times the function's time-out",
            "the queue is not in the evidence",
        ),
    )


SQS_VISIBILITY_TIMEOUT = Hypothesis(
    "sqs_visibility_timeout",
    ("dead_letters",),
    -4.0,
    weigh,
    summary,
    propose,
    (("log_events", "how long the invocations take that read the queue"),),
)
