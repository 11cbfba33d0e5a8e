"""The source hands events on, and the function's policy does not let it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.untriggered import PRIOR, SYMPTOM, count, in_question, untriggered
from lambda_triage.findings import GrantAction, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts


def weigh(facts: Facts) -> Iterator[Weight]:
    yield from in_question(facts, "trigger_permission_missing")
    for told in untriggered(facts):
        at, refused, passed = told.citations, count(told, "refused"), count(told, "passed")
        if told.fact("pulled") == "yes":
            yield Weight(-2.0, "Lambda reads the source itself, by the function's role", "policy")
        elif told.fact("admitted") == "yes":
            yield Weight(-4.0, "the function's policy lets its sources in", "policy")
        if refused:
            yield Weight(2.5, f"{refused:,.0f} calls of the function failed", "calls", at)
        elif refused is not None:
            yield Weight(-2.5, "the source counts no call that failed", "calls", at)
        elif passed:
            text = f"{passed:,.0f} events were handed on, and none arrived"
            yield Weight(3.0, text, "calls", at)
        elif passed is not None:
            yield Weight(-2.5, "no event got as far as to be handed on", "calls", at)


def summary(facts: Facts) -> str:
    return "Events are handed on, and the function is not invoked: its policy may not admit them."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        GrantAction(
            ("lambda:InvokeFunction",),
            facts.resource if facts.resource.startswith("arn:") else None,
            None,
            "resource",
            "Let the source invoke the function, with the source's ARN as aws:SourceArn",
        ),
    )


TRIGGER_PERMISSION_MISSING = Hypothesis(
    "trigger_permission_missing",
    (SYMPTOM,),
    PRIOR,
    weigh,
    summary,
    propose,
    (("resource_policies", "whether the function's own policy lets the source in"),),
)
