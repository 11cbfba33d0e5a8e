"""The API in front stops waiting earlier than the function does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.findings import EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

API_LIMIT_S = 29.0  # API Gateway REST default; HTTP API 30 s (API Gateway quotas, 2026)
API = re.compile(r"api ?g(?:ate)?w|api gateway|rest api|http api|appsync|websocket", re.IGNORECASE)


def weigh(facts: Facts) -> Iterator[Weight]:
    trigger = facts.function.trigger if facts.function else None
    if trigger and API.search(trigger):
        yield Weight(1.2, f"it is called by {trigger}", "trigger")
    elif trigger:
        yield Weight(-3.0, f"it is called by {trigger}, not by an API", "trigger")
    limit = facts.timeout_s
    if limit is not None:
        longer = limit > API_LIMIT_S
        text = f"the time-out is {limit:g} s, an API waits {API_LIMIT_S:g} s"
        yield Weight(0.8 if longer else -4.0, text, "limit")
    if facts.found("data/integration-timeout"):
        yield Weight(2.0, "the API reported that it stopped waiting", "api")


def summary(facts: Facts) -> str:
    return "The API in front waits 29 s at most, and the work takes longer."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "start the work asynchronously (queue, workflow or asynchronous invocation), answer at"
            " once with an id, and let the caller ask for the result"
        ),
    )


APIGW_29S_TIMEOUT = Hypothesis(
    "apigw_29s_timeout",
    ("timeout",),
    -3.0,
    weigh,
    summary,
    propose,
    (("functions", "what calls the function, and how long that waits"),),
)
