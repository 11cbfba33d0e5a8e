"""A client's time-out times its attempts is longer than the function may run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.places import first_lines
from lambda_triage.findings import Citation, EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

CLIENTS = ("network/read-timeout", "network/connect-timeout", "network/peer-blocked")
AGAIN = re.compile(
    r"\bretr(?:y|ies|ying|ied)\b|\battempts? (?:number )?\d|\btry(?:ing)? again\b"
    r"|\bback(?:ing)?[- ]?off",
    re.IGNORECASE,
)
ATTEMPTS = 2  # events of a client's time-out in one stopped invocation

EVENTS = """
SELECT coalesce(sum(events), 0), coalesce(sum(invocations), 0) FROM signals
WHERE resource = $resource
  AND (signal LIKE 'network/read-timeout.%' OR signal LIKE 'network/connect-timeout.%')
"""


def weigh(facts: Facts) -> Iterator[Weight]:
    stopped = [f for f in facts.found(*CLIENTS) if f.statuses.get("timeout")]
    if stopped:
        events, invocations = facts.case.execute(EVENTS, resource=facts.resource)[0]
        if float(str(events)) >= ATTEMPTS * max(float(str(invocations)), 1):
            yield Weight(
                2.5,
                "a client gave up and tried again until the function was stopped",
                "client",
                first_lines(facts, stopped[0].check),
            )
        else:
            yield Weight(1.0, "a client gave up once before the stop", "client")
    line = facts.outcomes.last_line if facts.outcomes else None
    if line and AGAIN.search(line):
        yield Weight(
            2.0,
            f"the last line before the stop announces another attempt: {line}",
            "words",
            (Citation(text=line),),
        )


def summary(facts: Facts) -> str:
    limit = f" of {facts.timeout_s:g} s" if facts.timeout_s else ""
    return f"Client time-outs and retries together are longer than the function's limit{limit}."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    limit = facts.timeout_s
    each = f" of at most {max(1.0, limit / 3):.0f} s and one retry" if limit else ""
    return (
        EditCode(
            f"give the client a time-out{each}: attempts times time-out must stay below the limit"
        ),
    )


RETRY_BUDGET = Hypothesis(
    "retry_budget_exceeds_timeout",
    ("timeout",),
    -3.0,
    weigh,
    summary,
    propose,
    (("application", "how long the client waits, and how often it tries"),),
)
