"""The memory limit was reached and the runtime was killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.more_memory import more_memory
from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts
    from lambda_triage.findings import Remedy

FULL = 0.97  # of Memory Size: at the limit, as REPORT rounds to whole MB
# Without a kill: what the invocations that were stopped at their time-out used, at the least.
STOPPED = """
SELECT min(max_memory_mb), max(memory_mb) FROM invocations
WHERE resource = $resource AND status = 'timeout'
"""


def weigh(facts: Facts) -> Iterator[Weight]:
    outcomes = facts.outcomes
    if outcomes and outcomes.max_memory_mb and outcomes.memory_mb:
        share = outcomes.max_memory_mb / outcomes.memory_mb
        text = f"Max Memory Used reached {outcomes.max_memory_mb} of {outcomes.memory_mb} MB"
        yield Weight(2.0 if share >= FULL else -1.0 if share < 0.6 else 0.0, text, "used")
    if outcomes and outcomes.timeouts and not outcomes.ooms:
        yield from _stopped(facts)
    if facts.found("memory/growth"):
        yield Weight(-3.0, "memory grew from one invocation to the next before the kill", "growth")


def _stopped(facts: Facts) -> Iterator[Weight]:
    """A process short of memory may crawl until its time-out instead of being killed."""
    used, size = facts.case.execute(STOPPED, resource=facts.resource)[0]
    if isinstance(used, int) and isinstance(size, int) and used >= FULL * size:
        text = f"every invocation that timed out used all its memory: {used} of {size} MB"
        yield Weight(-0.5, text, "stopped")
    else:
        yield Weight(-5.0, "no line tells of a kill", "stopped")


def summary(facts: Facts) -> str:
    size = f" of {facts.memory_mb} MB" if facts.memory_mb else ""
    return f"The function reached its memory limit{size} and was killed."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    told = "{}, or take the data in parts"
    return (more_memory(facts.memory_mb, facts.function, told),)


OOM_KILLED = Hypothesis("oom_killed", ("oom", "timeout"), 0.5, weigh, summary, propose)
