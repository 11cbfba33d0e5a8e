"""Messages are given up before the function had a fair try at them, or nobody can read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.throttling import holds_dead_letters, throttles
from lambda_triage.findings import Manual, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

FEW = "queues/few-receives"
ENOUGH = 12  # invocations that all went well (our choice)


def weigh(facts: Facts) -> Iterator[Weight]:
    if not holds_dead_letters(facts) or not facts.found(FEW):
        return
    refused = throttles(facts)
    if refused is not None and refused[0] > 0:
        text = f"throttled receives count as tries: {refused[1].text}"
        yield Weight(2.5, text, "throttles", (refused[1],))
    elif refused is not None:
        yield Weight(-0.5, "it was never throttled", "throttles", (refused[1],))
    outcomes = facts.outcomes
    if refused is None and outcomes is None:
        yield Weight(-0.6, "nothing tells what these messages failed with", "outcomes")
    if outcomes and outcomes.ok == outcomes.invocations >= ENOUGH:
        text = f"all {outcomes.ok} invocations in the log went well"
        yield Weight(0.5, text, "outcomes")


def summary(facts: Facts) -> str:
    told = facts.found(FEW)
    return f"{told[0].summary}." if told else "Messages are given up too early."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        Manual(
            "Let the queue give a message up after five receives or more (maxReceiveCount)",
            "the queue is not in the evidence",
        ),
    )


DLQ_MISCONFIGURED = Hypothesis(
    "dlq_misconfigured",
    ("dead_letters",),
    -4.0,
    weigh,
    summary,
    propose,
    (
        ("queues", "after how many receives a message is given up (RedrivePolicy)"),
        ("log_events", "what the function logged when these messages failed"),
    ),
)
