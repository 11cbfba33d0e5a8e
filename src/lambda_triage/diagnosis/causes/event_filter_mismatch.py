"""A filter or pattern lets none of the events through that come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.untriggered import PRIOR, SYMPTOM, count, in_question, untriggered
from lambda_triage.findings import EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

MOST = 0.99  # of the events that came; the rest arrived while the metric's period ran


def weigh(facts: Facts) -> Iterator[Weight]:
    yield from in_question(facts, "event_filter_mismatch")
    for told in untriggered(facts):
        at, by = told.citations, {s: count(told, s) for s in STAGES}
        offered, dropped, passed = by["offered"], by["dropped"], by["passed"]
        deleted, waiting = by["deleted"], by["waiting"]
        if told.fact("filtered") == "no":
            yield Weight(-4.0, "no filter and no pattern stands before the function", "filter")
            return
        if passed:
            yield Weight(-4.0, f"{passed:,.0f} events passed the pattern", "passed", at)
        elif dropped and offered and dropped >= MOST * offered:
            yield Weight(4.0, f"{dropped:,.0f} of {offered:,.0f} were filtered out", "passed", at)
        elif passed == 0 and offered:
            text = f"none of {offered:,.0f} events passed the pattern"
            yield Weight(2.5, text, "passed", at)
        if deleted and offered and deleted >= MOST * offered:
            text = f"{deleted:,.0f} of {offered:,.0f} messages were deleted without an invocation"
            yield Weight(4.0, f"{text}, as Lambda does with what its filter drops", "queue", at)
        elif waiting and not deleted:
            text = f"{waiting:,.0f} messages wait, and a filter would delete what it drops"
            yield Weight(-3.0, text, "queue", at)
    if facts.found("triggers/sample-filtered"):
        yield Weight(1.0, "an event at hand does not get past the filter", "sample")


STAGES = ("offered", "dropped", "passed", "deleted", "waiting")


def summary(facts: Facts) -> str:
    return "Events come, and none gets past the filter in front of the function."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (EditCode("Try the filter on a real event, and correct the first clause that fails"),)


EVENT_FILTER_MISMATCH = Hypothesis(
    "event_filter_mismatch",
    (SYMPTOM,),
    PRIOR,
    weigh,
    summary,
    propose,
    (("samples", "an event that should have invoked the function, as its source sent it"),),
)
