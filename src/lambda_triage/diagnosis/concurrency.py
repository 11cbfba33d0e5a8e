"""Whether the account's concurrency refuses a function's invocations, by its own metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.reserved import reservation
from lambda_triage.diagnosis.hypothesis import Weight
from lambda_triage.diagnosis.load import MUCH, is_never_throttled, throttled, told
from lambda_triage.findings import Citation, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts
    from lambda_triage.findings import Finding

SLUG = "throttled_concurrency"
ALONE = 6.5  # log-odds of throttles that no reservation explains …
SECOND = 2.0  # … and beside evidence that names the account
USED_UP = 0.95  # of the account's concurrency
SPARE = 0.7  # of it, up to which it is not the limit
QUOTA = 1_000  # concurrent executions of an account by default (Lambda quotas, 2026)
LOW = 0.5  # of that, at which a level that stands still is no account's limit
LONGER = 2.0  # times the duration before, from which the invocations themselves are the trouble
MORE = 3.0  # times the arrivals before, from which they are


def refused_by_account(facts: Facts) -> Iterator[Weight]:
    """What speaks for and against an account whose concurrency is used up."""
    refused = throttled(facts)
    if refused is not None:
        share = told(refused, "share")
        text = f"Lambda refused {refused.invocations} invocations"
        much = share is None or share >= MUCH or refused.opens
        points = SECOND if _is_told(facts) else ALONE if much else ALONE - SECOND
        yield Weight(points, text, "throttles", refused.citations, refused)
        yield from _account(refused)
        yield from _factor(facts, refused)
    elif is_never_throttled(facts):
        yield Weight(-3.0, "no invocation was refused", "throttles")
    limit = reservation(facts.case, facts.resource)
    if limit is not None and limit.limit is None:
        yield Weight(1.5, "no concurrency is reserved for it", "reservation")
    elif limit is not None and limit.limit is not None:
        used = told(refused, "used")
        if used is None or used >= LOW * limit.limit:
            proof = Citation(place=limit.place, text=f"ReservedConcurrentExecutions: {limit.limit}")
            text = f"it has a reservation of its own: {limit.limit}"
            yield Weight(-8.0, text, "reservation", (proof,))


def _is_told(facts: Facts) -> bool:
    """Whether a message or a metric names this cause already: throttles are no news then."""
    told_so = [f for f in facts.findings if f.cause == SLUG]
    return any(f.explains or f.role is Role.SIGNATURE for f in told_so)


def _account(refused: Finding) -> Iterator[Weight]:
    most, used = told(refused, "account"), told(refused, "used")
    everybody = max(told(refused, "everybody") or 0, used or 0)
    if everybody and everybody >= USED_UP * (most or QUOTA):
        text = f"{everybody:g} executions run at once, as many as the account may have"
        yield Weight(2.0, text, "account")
    elif told(refused, "everybody") and most and everybody < SPARE * most:
        text = f"only {everybody:g} of the account's {most:g} executions are in use"
        yield Weight(-1.5, text, "account")
    elif used is not None and told(refused, "stands") and used < LOW * (most or QUOTA):
        text = f"concurrency stands at {used:g}, where an account has {most or QUOTA:g}"
        yield Weight(-1.5, text, "account")


def _factor(facts: Facts, refused: Finding) -> Iterator[Weight]:
    """Concurrency is rate times duration: where one of them rose, the limit only shows it."""
    arrived, lasted = told(refused, "arrived"), told(refused, "lasted")
    if facts.found("scaling/grows-too-fast", "scaling/request-rate-limit"):
        return  # then the limit is on how fast it grows, or on the rate itself
    if lasted is not None and lasted >= LONGER and (arrived or 0) < LONGER:
        yield Weight(-2.5, f"each invocation takes {lasted:.1f} times as long as before", "factor")
    elif arrived is not None and arrived >= MORE and (lasted or 1) < LONGER:
        yield Weight(-1.5, f"{arrived:.1f} times as many arrive as before", "factor")
