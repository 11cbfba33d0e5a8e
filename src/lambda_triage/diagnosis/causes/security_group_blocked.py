"""A database, cache or broker in the VPC whose security group does not admit the function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.places import configured
from lambda_triage.diagnosis.words import is_calling, is_connected, is_done, names_store
from lambda_triage.findings import Citation, Manual, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

NOTE = 0.8  # log-odds of a reported note: it may support, never conclude


def weigh(facts: Facts) -> Iterator[Weight]:
    function, outcomes = facts.function, facts.outcomes
    if function is not None and function.vpc is not None:
        within = "" if function.vpc else "not "
        text = f"the function is {within}attached to a VPC"
        yield Weight(1.5 if function.vpc else -2.0, text, "vpc", configured(facts, "VpcConfig", ""))
    line = outcomes.last_line if outcomes else None
    if line and names_store(line):
        if is_calling(line):
            text = f"the last line before the stop announces a connection: {line}"
            yield Weight(2.5, text, "words", (Citation(text=line),))
        elif is_done(line) or is_connected(line):
            yield Weight(-4.0, f"the connection was opened: {line}", "words")
    if function is not None and any(names_store(n) for n in function.notes.values()):
        yield Weight(NOTE, "reported: it uses a database, cache or broker", "note")
    if outcomes and outcomes.timeouts:
        if outcomes.ok == 0:
            yield Weight(0.5, "no invocation got through", "share")
        else:
            yield Weight(-3.0, f"{outcomes.ok} invocations got through", "share")


def summary(facts: Facts) -> str:
    return "Nothing answers the connection to a database or cache: the traffic to it is dropped."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        Manual(
            "admit the function's security group, on the port, in the security group of what it"
            " connects to; for a hosted database, admit the NAT gateway's address there",
            "the security groups are not in the evidence",
        ),
    )


SECURITY_GROUP_BLOCKED = Hypothesis(
    "security_group_blocked",
    ("timeout",),
    -3.5,
    weigh,
    summary,
    propose,
    (("network", "whether the peer's security group admits the function's"),),
)
