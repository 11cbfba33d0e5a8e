"""Start-up work is counted in the request, and the first invocation does not make it in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.places import configured, first_lines
from lambda_triage.diagnosis.slowness import rise
from lambda_triage.findings import Remedy, SetProperty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

HEAVY = ("java", "dotnet")  # runtimes whose start-up is mostly class loading and JIT
COLD = 0.5  # of the invocations, from which start-up is the rule (our choice)
SMALL_MB = 1024  # below about 0.6 vCPU a framework start is slow (1,769 MB is one vCPU)
ONE_VCPU_MB = 1769  # Lambda guide, "Configure Lambda function memory", 2026


def weigh(facts: Facts) -> Iterator[Weight]:
    outcomes = facts.outcomes
    if facts.found("init/framework-start"):
        yield Weight(
            2.6,
            "a framework was still starting when it was stopped",
            "framework",
            first_lines(facts, "init/framework-start"),
        )
    if outcomes and outcomes.timeouts:
        warm = outcomes.timeouts - outcomes.cold_timeouts
        if outcomes.cold_timeouts and not warm and outcomes.ok:
            yield Weight(2.2, "only cold starts time out, warm invocations do not", "cold")
        elif outcomes.cold_timeouts and not warm:
            yield Weight(0.6, "every time-out is a cold start", "cold")
        elif warm > outcomes.cold_timeouts and outcomes.cold_starts:
            yield Weight(-2.5, f"{warm} of {outcomes.timeouts} time-outs are warm", "cold")
    if facts.found("changes/latency-shift") and rise(facts) is not None:
        yield Weight(-3.5, "warm invocations became slower", "warm")
    elif rise(facts) is not None and outcomes and outcomes.reported:
        share = outcomes.cold_starts / outcomes.reported
        text = f"{outcomes.cold_starts} of {outcomes.reported} invocations were cold"
        yield Weight(1.5 if share >= COLD else -2.0, text, "warm")
    if facts.runtime:
        heavy = facts.runtime.startswith(HEAVY)
        yield Weight(0.8 if heavy else -0.5, f"the runtime is {facts.runtime}", "runtime")
        if heavy and facts.memory_mb and facts.memory_mb < SMALL_MB:
            yield Weight(
                0.8,
                f"{facts.memory_mb} MB buy {facts.memory_mb / ONE_VCPU_MB:.0%} of a vCPU",
                "cpu",
                configured(facts, "MemorySize", ""),
            )


def summary(facts: Facts) -> str:
    return "The first invocation of an environment is spent on start-up work and is stopped in it."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        SetProperty(
            "MemorySize",
            ONE_VCPU_MB,
            "more memory is more CPU during start-up; 1,769 MB are one vCPU",
            "costs more per millisecond, and takes fewer of them",
        ),
        SetProperty("Timeout", 30, "let the first invocation finish"),
    )


COLD_START_INIT = Hypothesis(
    "cold_start_init",
    ("timeout", "slow"),
    -2.0,
    weigh,
    summary,
    propose,
    (("log_events", "whether warm invocations time out, too"),),
)
