"""Lambda refuses invocations, an API's or a poller's, because too many run at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.reserved import reservation
from lambda_triage.diagnosis.concurrency import refused_by_account
from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.load import throttled
from lambda_triage.diagnosis.server_errors import PRIOR, where_possible
from lambda_triage.diagnosis.throttling import throttles
from lambda_triage.findings import Command, Manual, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts
    from lambda_triage.diagnosis.server_errors import ServerErrors

SLUG = "throttled_concurrency"
AT_ONCE_MS = 1_000  # a refusal takes no time


def weigh(facts: Facts) -> Iterator[Weight]:
    if facts.symptom != "request":
        yield from refused_by_account(facts)
        return
    errors = yield from where_possible(facts, SLUG)
    if errors is None:
        return
    yield from _refused(facts, errors)
    own = reservation(facts.case, facts.resource)
    if own is not None and own.limit is not None:
        yield Weight(-1.0, f"the function has a limit of its own: {own.limit:,}", "reserved")


def _refused(facts: Facts, errors: ServerErrors) -> Iterator[Weight]:
    counted = throttles(facts)
    if counted is not None:
        number, citation = counted
        text = f"the metric Throttles of the function counts {number:,.0f}"
        yield Weight(2.5 if number else -2.5, text, "metric", (citation,))
    longest = errors.most.latency_ms
    if longest is not None and longest >= AT_ONCE_MS:
        text = f"the requests took {longest / 1000:.1f} s, and a refusal comes at once"
        yield Weight(-3.0, text, "latency")
    elif longest is not None:
        yield Weight(1.0, f"the API answered after {longest} ms: it did not wait", "latency")


def summary(facts: Facts) -> str:
    refused = throttled(facts)
    if refused is not None and facts.symptom != "request":
        return f"{refused.summary}: the account's concurrency, or the function's, is used up."
    return "Lambda refuses the API's calls: too many run at once."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    name = facts.resource.removeprefix("?:").rpartition(":")[2]
    known = name if name != "unknown" else "<function>"
    return (
        Command(
            ("aws", "lambda", "get-function-concurrency", "--function-name", known),
            "See whether a reservation caps the function; if none does, the account's"
            " concurrency is used up",
        ),
        Manual(
            "Raise the quota, reserve concurrency for this function, or put a queue in front",
            "which of them is right depends on the other functions of the account",
        ),
    )


THROTTLED_CONCURRENCY = Hypothesis(
    SLUG,
    ("backlog", "lag", "request", "throttle"),
    PRIOR,
    weigh,
    summary,
    propose,
    (
        ("metrics", "whether the function's Throttles rise with the API's errors"),
        ("concurrency", "whether the function has a reservation of its own"),
    ),
)
