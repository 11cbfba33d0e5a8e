"""Pollers receive more batches than the function may run at once; the rest is throttled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.load import MUCH, throttled, told
from lambda_triage.diagnosis.throttling import holds_dead_letters, throttles
from lambda_triage.findings import Manual, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

RULED_OUT = -4.5  # log-odds
FEW = 0.02  # of the invocations fail, up to which the code is not what sends messages back
MANY = 0.2  # of them, from which it is


def weigh(facts: Facts) -> Iterator[Weight]:
    if facts.found("queues/poller-overscale"):
        yield from _refused(facts)
    refused = throttles(facts) if holds_dead_letters(facts) else None
    if refused is None or not facts.found("queues/poller-overscale"):
        return
    if refused[0] > 0:
        text = f"each throttled receive counts towards the dead-letter queue: {refused[1].text}"
        yield Weight(2.5, text, "throttles", (refused[1],))
    else:
        yield Weight(RULED_OUT, "it was never throttled", "throttles", (refused[1],))


def _refused(facts: Facts) -> Iterator[Weight]:
    """What speaks for and against it where the throttles themselves are the trouble."""
    refused = throttled(facts)
    share, failed = told(refused, "share"), told(refused, "failed")
    if refused is not None and share is not None and share >= MUCH:
        text = f"{share:.0%} of what the poller asks for is refused"
        yield Weight(1.5, text, "throttles", refused.citations, refused)
    elif refused is not None and share is not None:
        yield Weight(-1.0, f"hardly any of it is refused: {share:.1%}", "throttles")
    if failed is not None and failed <= FEW:
        yield Weight(1.0, "the function itself hardly ever fails", "errors")
    elif failed is not None and failed >= MANY:
        yield Weight(-1.5, f"{failed:.0%} of its invocations fail by themselves", "errors")


def summary(facts: Facts) -> str:
    if any(w.topic == "throttles" and w.points <= RULED_OUT for w in weigh(facts)):
        return "The pollers are ruled out: the function was never throttled."
    return "Pollers receive more batches than the function may run at once."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        Manual(
            "Give the mappings a MaximumConcurrency within what is reserved",
            "the mappings are not in the evidence",
        ),
    )


THROTTLED_POLLER_OVERSCALE = Hypothesis(
    "throttled_poller_overscale",
    ("dead_letters",),
    -4.0,
    weigh,
    summary,
    propose,
    (("metrics", "whether the function was throttled (Throttles)"),),
)
