"""Memory grows over the warm invocations of an environment until the limit ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.climbing import climbs
from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.findings import Citation, EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

GROWTH = ("memory/growth",)
LONG = 12  # invocations of one environment
FLAT = 0.1  # of its growth in the second half, up to which it has stopped (our choice)
SERIES = "SELECT used_mb FROM memory_series WHERE resource = $resource ORDER BY len(used_mb) DESC"


class _Series(Struct, frozen=True):
    used_mb: list[int]


def weigh(facts: Facts) -> Iterator[Weight]:
    for finding in facts.found(*GROWTH):
        yield Weight(4.5, finding.summary, "growth", finding.citations, finding)
    if facts.found(*GROWTH, "memory/measured-growth"):
        yield from _levelled(facts)
    outcomes = facts.outcomes
    if outcomes and outcomes.ooms and outcomes.ok and outcomes.ooms < outcomes.ok / 3:
        yield Weight(0.5, "environments serve many invocations before they are killed", "share")


def _levelled(facts: Facts) -> Iterator[Weight]:
    """An environment that ran for longer than those that climb, and has stopped to climb."""
    series = [row.used_mb for row in facts.case.rows(SERIES, _Series, resource=facts.resource)]
    climbing = max((len(used) for used in series if climbs(used)), default=0)
    for used in series:
        runs = len(used)
        late = used[-1] - used[runs // 2 - 1]
        if runs >= max(LONG, climbing) and late <= FLAT * (used[-1] - used[0]):
            text = (
                f"in another environment it stopped at {used[-1]} MB, and stayed there for half of"
                f" its {runs} invocations: a cache that is full"
            )
            yield Weight(-7.0, text, "growth", (Citation(text=text),))


def summary(facts: Facts) -> str:
    return "Memory grows with every warm invocation until the environment is killed."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "release what each invocation allocates: bound module-level caches, close sessions and"
            " clients that are made per invocation, or make them once outside the handler"
        ),
    )


MEMORY_LEAK = Hypothesis("memory_leak", ("oom", "memory_growth"), -3.0, weigh, summary, propose)
