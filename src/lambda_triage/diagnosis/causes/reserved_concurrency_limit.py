"""The function's own reservation is what refuses its invocations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.reserved import reservation
from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.load import is_never_throttled, throttled, told
from lambda_triage.evidence.naming import UNNAMED, name
from lambda_triage.findings import Citation, Command, Remedy, SetProperty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts
    from lambda_triage.findings import Finding

REACHED = 0.9  # of the reservation: the metric is sampled, its peak may lie between
LOW = 0.5  # of the account's concurrency, at which a level that stands still is no account's limit
QUOTA = 1_000  # concurrent executions of an account by default (Lambda quotas, 2026)
LONGER = 2.0  # times the duration before, from which that is what uses the reservation up


def weigh(facts: Facts) -> Iterator[Weight]:
    refused, limit = throttled(facts), reservation(facts.case, facts.resource)
    if refused is None and is_never_throttled(facts):
        yield Weight(-3.0, "no invocation was refused", "throttles")
    if limit is not None and limit.limit is None:
        yield Weight(-4.0, "no concurrency is reserved for it", "reservation")
    elif limit is not None and limit.limit is not None:
        proof = Citation(place=limit.place, text=f"ReservedConcurrentExecutions: {limit.limit}")
        yield from _own(limit.limit, refused, proof)
    elif refused is not None and _stands_low(refused):
        level = f"{told(refused, 'used'):g}"
        text = f"while refused, concurrency stands at {level}, far below what an account has"
        yield Weight(2.0, text, "reservation", refused.citations, refused)
    if (told(refused, "lasted") or 0) >= LONGER > (told(refused, "arrived") or LONGER):
        yield Weight(-2.5, "each invocation takes longer than before, and no more arrive", "factor")
    if facts.found("queues/poller-overscale"):
        yield Weight(-1.0, "its poller asks for more than is reserved, whatever that is", "poller")


def _own(limit: int, refused: Finding | None, proof: Citation) -> Iterator[Weight]:
    used = told(refused, "used")
    if limit == 0:
        yield Weight(6.0, "its reserved concurrency is 0: nothing may run", "reservation", (proof,))
    elif used is not None and used < REACHED * limit:
        text = f"it is refused at {used:g} of {limit} reserved"
        yield Weight(-1.0, text, "reservation", (proof,))
    elif refused is not None:
        text = f"the function's reserved concurrency of {limit} is used up"
        yield Weight(
            5.5 if used else 4.5, text, "reservation", (proof, *refused.citations), refused
        )
    else:
        text = f"only {limit} of its invocations may run at a time"
        yield Weight(3.5, text, "reservation", (proof,))


def _stands_low(refused: Finding) -> bool:
    used = told(refused, "used")
    most = told(refused, "account") or QUOTA
    return used is not None and told(refused, "stands") is not None and used < LOW * most


def summary(facts: Facts) -> str:
    limit = reservation(facts.case, facts.resource)
    if limit is None or limit.limit is None:
        return "The function's own reserved concurrency refuses what is above it."
    if limit.limit == 0:
        return "The function's reserved concurrency is 0: every invocation is refused."
    refused = throttled(facts)
    many = f": Lambda refused {refused.invocations} invocations" if refused else ""
    return f"The function's reserved concurrency of {limit.limit} is used up{many}."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    limit = reservation(facts.case, facts.resource)
    named = "<function>" if facts.resource == UNNAMED else name(facts.resource)
    if limit is None or not limit.limit:
        argv = ("aws", "lambda", "delete-function-concurrency", "--function-name", named)
        why = "let the function share the account's concurrency again, if it is reserved too little"
        return (Command(argv, why, "what was protected from its load is not any more"),)
    more = max(10, 2 * limit.limit)
    text = f"Raise the function's reserved concurrency to {more}, or remove it"
    risk = "takes from the account's unreserved concurrency"
    return (SetProperty("ReservedConcurrentExecutions", more, text, risk),)


RESERVED_CONCURRENCY_LIMIT = Hypothesis(
    "reserved_concurrency_limit",
    ("backlog", "lag", "throttle"),
    -2.0,
    weigh,
    summary,
    propose,
    (("concurrency", "whether the function has a reservation, and of how many"),),
)
