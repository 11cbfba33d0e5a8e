"""Callers get a server error because the function's own code fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.server_errors import PRIOR, by_status, server_errors
from lambda_triage.findings import EditCode, Remedy, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

SLUG = "app_code_error"
OWN = 500  # a function may answer it itself, and end well


def weigh(facts: Facts) -> Iterator[Weight]:
    if any(f.cause == SLUG and f.role is not Role.RISK for f in facts.findings):
        return  # the message of the error itself is weighed, and against what else was logged
    errors = server_errors(facts)
    if errors is None:
        return
    yield from by_status(facts, errors, SLUG)
    if errors.unanswered:
        yield Weight(-1.5, "the API had no answer from its integration", "integration")
    if "error" in errors.failed:
        number = (errors.ran or {}).get("error", 0)
        yield Weight(1.5, f"{number} invocations ended in an error meanwhile", "log")
    elif errors.failed:
        yield Weight(-3.0, "the invocations failed meanwhile, and not by an error", "log")
    elif errors.well:
        itself = errors.most.status == OWN and not errors.own_words
        text = "all of its invocations ended well meanwhile"
        yield Weight(-1.0 if itself else -4.0, text, "log")
    elif errors.never_ran:
        yield Weight(-3.0, "the function's log has no invocation of that time", "log")


def summary(facts: Facts) -> str:
    return "The function fails, and its API answers the callers with a server error."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode("Find the failing invocations in the function's log, and repair what they raise"),
    )


APP_CODE_ERROR = Hypothesis(
    SLUG,
    ("request",),
    PRIOR,
    weigh,
    summary,
    propose,
    (("log_events", "whether the function's invocations of that time failed, and with what"),),
)
