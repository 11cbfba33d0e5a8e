"""The API's authorizer fails, so that no request reaches the function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.server_errors import PRIOR, where_possible
from lambda_triage.evidence.documents import Authorizer, Route
from lambda_triage.findings import Manual, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

SLUG = "authorizer_failure"


def weigh(facts: Facts) -> Iterator[Weight]:
    errors = yield from where_possible(facts, SLUG)
    if errors is None:
        return
    authorizers = facts.case.documents(Authorizer)
    routes = facts.case.documents(Route)
    if any(a.uri for a in authorizers):
        yield Weight(1.0, "the API has a Lambda authorizer, which can fail", "authorizer")
    elif routes and all(r.authorization == "NONE" for r in routes):
        yield Weight(-3.0, "no route of the API has an authorizer", "authorizer")


def summary(facts: Facts) -> str:
    return "The API's authorizer fails, and no request gets past it."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        Manual(
            "Read the authorizer function's own log, and let API Gateway invoke it",
            "the authorizer's log is not in the evidence",
        ),
    )


AUTHORIZER_FAILURE = Hypothesis(
    SLUG,
    ("request",),
    PRIOR,
    weigh,
    summary,
    propose,
    (("authorizers", "whether the API has a Lambda authorizer, and which function it is"),),
)
