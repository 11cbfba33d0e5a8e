"""The memory setting gives too little CPU for work that computes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.places import configured
from lambda_triage.diagnosis.slowness import computed, in_calls
from lambda_triage.diagnosis.words import is_calling
from lambda_triage.findings import Remedy, SetProperty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

SMALL_MB = 512  # under a third of a vCPU
WAITED, WORKED = 0.2, 0.5  # of a rise of the durations that is CPU time (our choice)
CALLED, OWN = 0.6, 0.3  # of slow traces that lies in calls (our choice)
ONE_VCPU_MB = 1769  # Lambda guide, "Configure Lambda function memory", 2026


def weigh(facts: Facts) -> Iterator[Weight]:
    memory, outcomes, limit = facts.memory_mb, facts.outcomes, facts.timeout_s
    measured = any(f.cause == "cpu_starved" and f.weight > 0 for f in facts.findings)
    small = memory is not None and memory <= SMALL_MB
    if memory is not None and (small or not measured):  # a measurement says more than a size
        share = f"{memory} MB are {memory / ONE_VCPU_MB:.0%} of a vCPU"
        yield Weight(0.4 if small else -2.5, share, "size", configured(facts, "MemorySize", ""))
    if outcomes and outcomes.ok_p50_us and limit and outcomes.ok_p50_us > 0.4e6 * limit:
        yield Weight(1.2, "even successful invocations use much of the limit", "spread")
    if outcomes and outcomes.silent_p50_us and limit and outcomes.silent_p50_us < 0.3e6 * limit:
        yield Weight(1.0, "it logged until shortly before the stop: it was working", "silence")
    if outcomes and outcomes.last_line and is_calling(outcomes.last_line):
        yield Weight(-1.5, "the last line before the stop announces a call", "words")
    cpu, calls = computed(facts), in_calls(facts)
    if cpu is not None and cpu.share >= WORKED:
        yield Weight(3.0, f"it computes longer: {cpu.citation.text}", "cpu", (cpu.citation,))
    elif cpu is not None and cpu.share <= WAITED:
        yield Weight(-3.0, f"it waits: {cpu.citation.text}", "cpu", (cpu.citation,))
    if calls is not None and calls[1] <= OWN:
        yield Weight(1.5, f"only {calls[2].text}", "spans", (calls[2],))
    elif calls is not None and calls[1] >= CALLED:
        yield Weight(-2.5, calls[2].text, "spans", (calls[2],))


def summary(facts: Facts) -> str:
    size = f" at {facts.memory_mb} MB" if facts.memory_mb else ""
    return f"The work needs more CPU than the function gets{size}."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    size = min(ONE_VCPU_MB, 2 * facts.memory_mb) if facts.memory_mb else 1024
    return (SetProperty("MemorySize", size, "more memory is more CPU; compare the durations"),)


CPU_STARVED = Hypothesis(
    "cpu_starved",
    ("timeout", "slow"),
    -2.4,
    weigh,
    summary,
    propose,
    (("functions", "how much memory, and so CPU, the function has"),),
)
