"""The time-out was left at Lambda's default of 3 s."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.places import configured, first_lines
from lambda_triage.diagnosis.words import is_alive, is_done
from lambda_triage.findings import Remedy, SetProperty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

DEFAULT_S = 3.0  # Lambda's default time-out (Lambda API reference, CreateFunction, Timeout, 2026)
FRAMEWORK_S = 6.0  # Serverless Framework's default (serverless.yml reference, timeout, 2026)
NOTE = 0.8  # log-odds of a reported note
PROPOSED_S = 30  # proposed while the true need is unknown


def weigh(facts: Facts) -> Iterator[Weight]:
    limit = facts.timeout_s
    if limit is not None:
        known = facts.function is not None and facts.function.timeout_s is not None
        cited = (
            configured(facts, "Timeout", "") if known else first_lines(facts, "timeouts/timed-out")
        )
        points, of_whom = _default(limit)
        text = f"the time-out is {limit:g} s{of_whom}"
        yield Weight(points, text, "limit", cited if known else ())
    if any("serverless" in note.lower() for note in _notes(facts)) and limit == FRAMEWORK_S:
        yield Weight(NOTE, "reported: deployed with the Serverless Framework", "note")
    outcomes = facts.outcomes
    if outcomes and outcomes.ok_p99_us and limit and outcomes.ok_p99_us > 0.5e6 * limit:
        yield Weight(1.0, "successful invocations come close to the limit, too", "spread")
    if facts.function is not None and facts.function.vpc:
        yield Weight(
            -1.5, "the function is attached to a VPC", "vpc", configured(facts, "VpcConfig", "")
        )
    if outcomes and outcomes.last_line and is_done(outcomes.last_line):
        yield Weight(-2.0, "the last line before the stop says that the work was over", "words")
    elif outcomes and outcomes.last_line and is_alive(outcomes.last_line):
        yield Weight(-2.0, "before the stop only a connection's timer fires", "words")
    if facts.found("network/connect-timeout", "network/read-timeout"):
        yield Weight(-1.5, "the log shows a client's own time-out to another host", "client")


def _notes(facts: Facts) -> tuple[str, ...]:
    return tuple(facts.function.notes.values()) if facts.function else ()


def _default(limit: float) -> tuple[float, str]:
    """Points and words for a limit that somebody's default may have set."""
    if DEFAULT_S - 0.2 < limit < DEFAULT_S + 0.2:
        return 3.5, ", Lambda's default"
    if FRAMEWORK_S <= limit < FRAMEWORK_S + 0.2:
        return 2.2, ", Serverless Framework's default"
    return -4.0, ", not the default"


def summary(facts: Facts) -> str:
    if (facts.timeout_s or 0) > DEFAULT_S + 1:
        return "The time-out is still the Serverless Framework's default of 6 s, too short here."
    return "The time-out is still Lambda's default of 3 s, and the work needs longer."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    longest = facts.outcomes.ok_max_us if facts.outcomes else None
    seconds = max(PROPOSED_S, ceil(3 * longest / 1e6)) if longest else PROPOSED_S
    return (
        SetProperty(
            "Timeout",
            min(seconds, 900),
            f"Raise the time-out to {min(seconds, 900)} s, then set it to three times the p99",
            "a hanging call is billed for longer: give outside calls time-outs of their own",
        ),
    )


TIMEOUT_DEFAULT_3S = Hypothesis(
    "timeout_default_3s",
    ("timeout",),
    -1.0,
    weigh,
    summary,
    propose,
    (("functions", "whether the configured time-out is the default"),),
)
