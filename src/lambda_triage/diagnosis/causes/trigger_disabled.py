"""The trigger is off, not begun or over, unconfirmed, or leads elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.untriggered import PRIOR, SYMPTOM, count, in_question, untriggered
from lambda_triage.findings import Manual, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts


def weigh(facts: Facts) -> Iterator[Weight]:
    yield from in_question(facts, "trigger_disabled")
    for told in untriggered(facts):
        if told.fact("on") == "yes":
            yield Weight(-1.5, "each trigger that the documents tell is on", "state")
        handed = max(count(told, s) or 0 for s in ("passed", "refused"))
        if handed:
            text = f"{handed:,.0f} events were handed on: the trigger works"
            yield Weight(-3.0, text, "handed", told.citations)


def summary(facts: Facts) -> str:
    return "Something switched the trigger off, or leads it elsewhere."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        Manual(
            "See whether the rule, schedule, subscription or notification is on and names this"
            " function and version",
            "the documents at hand do not tell the state of each trigger",
        ),
    )


TRIGGER_DISABLED = Hypothesis(
    "trigger_disabled",
    (SYMPTOM,),
    PRIOR,
    weigh,
    summary,
    propose,
    (("rules", "the state of the rule, schedule or subscription, and what it targets"),),
)
