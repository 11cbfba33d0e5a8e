"""The API in front stops waiting earlier than the function does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.in_front import limit_ms
from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.server_errors import by_status, server_errors
from lambda_triage.findings import EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts
    from lambda_triage.diagnosis.server_errors import ServerErrors

SLUG = "apigw_29s_timeout"
API_LIMIT_S = 29.0  # API Gateway REST default; HTTP API 30 s (API Gateway quotas, 2026)
AT_ONCE_MS = 1_000  # shorter than any wait that somebody would set; our choice
NEAR = 0.95  # of the limit: the latencies of a log are rounded, and the API has work of its own
API = re.compile(r"api ?g(?:ate)?w|api gateway|rest api|http api|appsync|websocket", re.IGNORECASE)


def weigh(facts: Facts) -> Iterator[Weight]:
    trigger = facts.function.trigger if facts.function else None
    if trigger and API.search(trigger):
        yield Weight(1.2, f"it is called by {trigger}", "trigger")
    elif trigger:
        yield Weight(-3.0, f"it is called by {trigger}, not by an API", "trigger")
    limit = facts.timeout_s
    errors = server_errors(facts)
    if errors is not None:
        yield from by_status(facts, errors, SLUG)
    if errors is not None and errors.share(SLUG)[0]:
        yield from _waited(facts, errors)
    elif limit is not None:
        longer = limit > API_LIMIT_S
        text = f"the time-out is {limit:g} s, an API waits {API_LIMIT_S:g} s"
        yield Weight(0.8 if longer else -4.0, text, "limit")
    if facts.found("data/integration-timeout"):
        yield Weight(2.0, "the API reported that it stopped waiting", "api")


def _waited(facts: Facts, errors: ServerErrors) -> Iterator[Weight]:
    """What the API's access log says of its waiting."""
    longest, shortest = errors.most.latency_ms, errors.most.least_ms
    if longest is None:
        return
    waits = limit_ms(facts.case, errors.api)
    if longest < AT_ONCE_MS:
        yield Weight(-4.0, f"the API answered after {longest} ms: it did not wait", "latency")
    elif facts.found("api/gives-up-first"):
        return  # it has said so
    elif waits is not None and longest >= NEAR * waits:
        text = f"the requests took {longest / 1000:.1f} s, and the API waits {waits / 1000:g} s"
        yield Weight(2.5, text, "latency")
    elif shortest is not None and shortest >= NEAR * longest and errors.most.hit > 1:
        text = f"each of the requests took {longest / 1000:.1f} s: something waits so long"
        yield Weight(1.0, text, "latency")
    stopped = facts.timeout_s
    if stopped is not None and 1000 * stopped < NEAR * longest:
        text = f"the function is stopped after {stopped:g} s, before the API gave up"
        yield Weight(-3.0, text, "limit")


def summary(facts: Facts) -> str:
    errors = server_errors(facts)
    longest = errors.most.latency_ms if errors else None
    told = longest is not None and longest >= AT_ONCE_MS
    waits = f"{longest / 1000:.0f} s" if told and longest else "29 s at most"
    return f"The API in front waits {waits}, and the work takes longer."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "start the work asynchronously (queue, workflow or asynchronous invocation), answer at"
            " once with an id, and let the caller ask for the result"
        ),
    )


APIGW_29S_TIMEOUT = Hypothesis(
    SLUG,
    ("timeout", "request"),
    -3.0,
    weigh,
    summary,
    propose,
    (
        ("functions", "what calls the function, and how long that waits"),
        ("integrations", "how long the API waits (timeoutInMillis)"),
    ),
)
