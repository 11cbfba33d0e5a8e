"""Memory grows over the warm invocations of an environment until the limit ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.findings import EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

GROWTH = ("memory/growth",)


def weigh(facts: Facts) -> Iterator[Weight]:
    for finding in facts.found(*GROWTH):
        yield Weight(4.5, finding.summary, "growth", finding.citations, finding)
    outcomes = facts.outcomes
    if outcomes and outcomes.ooms and outcomes.ok and outcomes.ooms < outcomes.ok / 3:
        yield Weight(0.5, "environments serve many invocations before they are killed", "share")


def summary(facts: Facts) -> str:
    return "Memory grows with every warm invocation until the environment is killed."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "release what each invocation allocates: bound module-level caches, close sessions and"
            " clients that are made per invocation, or make them once outside the handler"
        ),
    )


MEMORY_LEAK = Hypothesis("memory_leak", ("oom",), -3.0, weigh, summary, propose)
