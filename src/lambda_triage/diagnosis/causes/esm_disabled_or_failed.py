"""Lambda's poller does not read the source, though its mapping exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.untriggered import PRIOR, SYMPTOM, count, in_question, untriggered
from lambda_triage.findings import Command, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts


def weigh(facts: Facts) -> Iterator[Weight]:
    yield from in_question(facts, "esm_disabled_or_failed")
    for told in untriggered(facts):
        if told.fact("pulled") == "no":
            yield Weight(-4.0, "not all that invokes the function is polled by Lambda", "polled")
        deleted, waiting = count(told, "deleted"), count(told, "waiting")
        if deleted:
            text = f"{deleted:,.0f} messages were read and deleted"
            yield Weight(-3.0, text, "read", told.citations)
        elif waiting:
            text = f"{waiting:,.0f} messages wait, and nothing reads them"
            yield Weight(1.5, text, "read", told.citations)
        if count(told, "dropped"):
            yield Weight(-3.0, "the poller read events: it filtered them out", "read")
        if told.fact("on") == "yes":
            yield Weight(-0.5, "the mapping says that it is on", "state")


def summary(facts: Facts) -> str:
    return "Events wait at the source, and Lambda's poller does not read them."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    argv = ("aws", "lambda", "list-event-source-mappings", "--function-name", facts.resource)
    return (Command(argv, "Read State and LastProcessingResult of the mapping"),)


ESM_DISABLED_OR_FAILED = Hypothesis(
    "esm_disabled_or_failed",
    (SYMPTOM,),
    PRIOR,
    weigh,
    summary,
    propose,
    (("mappings", "State and LastProcessingResult of the mapping"),),
)
