"""A service or database that the function calls is slow, or never answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.limits import refusals
from lambda_triage.diagnosis.words import is_calling, is_done, is_pooled
from lambda_triage.findings import Citation, EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

SILENT_SHARE = 0.8  # of the limit without a line, from which it reads as waiting
SHOWN = 80  # characters of a last line in a summary
DEFAULT_S = 3.2  # Lambda's default limit of 3 s, with the time it takes to stop
NOTE = 0.8  # log-odds of a reported note
LIMITED = 2.0  # log-odds of a throttle metric, from which waiting is trying again


def weigh(facts: Facts) -> Iterator[Weight]:
    outcomes, limit = facts.outcomes, facts.timeout_s
    if outcomes and outcomes.last_line:
        line = outcomes.last_line
        cited = (Citation(text=line),)
        if is_pooled(line):
            text = f"the last line before the stop waits for a connection of a pool: {line}"
            yield Weight(-1.0, text, "words", cited)
        elif is_calling(line):
            yield Weight(
                2.2, f"the last line before the stop announces a call: {line}", "words", cited
            )
        elif is_done(line):
            yield Weight(
                -1.5, f"the last line before the stop says the work was over: {line}", "words"
            )
    if outcomes and outcomes.silent_p50_us and limit:
        silent = outcomes.silent_p50_us / 1e6
        if silent >= SILENT_SHARE * limit:
            yield Weight(
                0.8, f"for {silent:.1f} of {limit:g} s nothing was logged: it waited", "silence"
            )
    if limit and limit < DEFAULT_S:
        yield Weight(-1.5, f"a limit of {limit:g} s stops calls that are not slow", "limit")
    if outcomes and outcomes.ok and outcomes.timeouts:
        yield Weight(0.5, "some invocations succeed: the peer answers at times", "share")
    for points, told, cited_metric in refusals(facts):
        if points > LIMITED:
            yield Weight(-2.0, f"it refuses calls: {told}", "limits", (cited_metric,))
    if facts.found("network/read-timeout"):
        yield Weight(1.0, "a client gave up waiting for an answer", "client")
    if facts.note("downstream"):
        yield Weight(NOTE, f"reported: it calls {facts.note('downstream')}", "note")
    if facts.function is not None and facts.function.vpc and not (outcomes and outcomes.ok):
        yield Weight(-1.0, "in its VPC nothing got through at all", "vpc")


def summary(facts: Facts) -> str:
    line = facts.outcomes.last_line if facts.outcomes else None
    after = f' after "{line[:SHOWN]}"' if line else ""
    return f"The function waits for another service{after} until it is stopped."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    limit = facts.timeout_s
    budget = f" (together below {limit:g} s)" if limit else ""
    return (
        EditCode(
            "give the outside call a connect and a read time-out with few retries"
            f"{budget}, so that the function can answer before it is stopped"
        ),
    )


TIMEOUT_DOWNSTREAM = Hypothesis(
    "timeout_downstream",
    ("timeout",),
    -0.8,
    weigh,
    summary,
    propose,
    (
        ("spans", "which call the time goes into"),
        ("application", "what the function does when it falls silent"),
    ),
)
