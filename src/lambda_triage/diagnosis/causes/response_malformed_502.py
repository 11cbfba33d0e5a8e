"""The API cannot read what the function answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.server_errors import PRIOR, by_status, server_errors
from lambda_triage.findings import EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts
    from lambda_triage.diagnosis.server_errors import ServerErrors

SLUG = "response_malformed_502"
SAID = ("data/malformed-response",)  # the API itself says so
BAD_GATEWAY = 502  # functions seldom answer it themselves; 500 they do


def weigh(facts: Facts) -> Iterator[Weight]:
    errors = server_errors(facts)
    if errors is None:
        return
    yield from by_status(facts, errors, SLUG)
    if errors.unanswered:
        yield Weight(-1.5, "the API had no answer from its integration", "integration")
    yield from _logged(facts, errors)
    if errors.own_words is not None and errors.share(SLUG)[0]:
        text = f"the answer is {errors.most.length} bytes long"
        if errors.own_words:
            yield Weight(1.0, f"{text}: the API's own words, not the function's", "length")
        else:
            yield Weight(-2.5, f"{text}: not the API's own words but the function's", "length")


def _logged(facts: Facts, errors: ServerErrors) -> Iterator[Weight]:
    if errors.failed:
        number = sum(n for status, n in (errors.ran or {}).items() if status != "ok")
        text = f"{number} invocations failed meanwhile: there was no answer to misread"
        yield Weight(-1.5 if facts.found(*SAID) else -4.0, text, "log")
    elif errors.well:
        points = 2.5 if errors.most.status == BAD_GATEWAY else 1.0
        yield Weight(points, "all of its invocations ended well meanwhile", "log")
    elif errors.never_ran:
        yield Weight(-2.0, "the function's log has no invocation of that time", "log")


def summary(facts: Facts) -> str:
    return "The function answers, and the API in front cannot read the answer."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Return statusCode as a number, headers as an object of strings, and body as a"
            " string (json.dumps, JSON.stringify), on every path, errors too"
        ),
    )


RESPONSE_MALFORMED_502 = Hypothesis(
    SLUG,
    ("request",),
    PRIOR,
    weigh,
    summary,
    propose,
    (("log_events", "whether the function's invocations of that time ended well"),),
)
