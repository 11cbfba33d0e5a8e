"""Start-up takes longer than init may, and is done again inside the invocation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.places import first_lines
from lambda_triage.findings import EditCode, Remedy, SetProperty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

INIT_LIMIT_US = 10_000_000  # on-demand init phase (Lambda guide, execution environment, 2026)
NEAR = 0.95  # of that limit
ONE_VCPU_MB = 1769  # Lambda guide, "Configure Lambda function memory", 2026


def weigh(facts: Facts) -> Iterator[Weight]:
    if facts.found("init/timed-out"):
        yield Weight(
            2.5, "Lambda stopped an init at its limit", "init", first_lines(facts, "init/timed-out")
        )
    outcomes = facts.outcomes
    if outcomes and outcomes.init_max_us is not None:
        if outcomes.init_max_us >= NEAR * INIT_LIMIT_US:
            yield Weight(1.5, f"an init took {outcomes.init_max_us / 1e6:.1f} s", "init")
        elif outcomes.cold_timeouts == outcomes.timeouts:
            yield Weight(-1.5, f"init took {outcomes.init_max_us / 1e6:.1f} s at most", "init")
    if outcomes and outcomes.timeouts > outcomes.cold_timeouts and outcomes.cold_starts:
        yield Weight(-2.0, "warm invocations time out, too", "cold")


def summary(facts: Facts) -> str:
    return "Start-up takes longer than the 10 s of init, and starts again inside the invocation."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    size = max(ONE_VCPU_MB, facts.memory_mb or 0)
    return (
        EditCode("move slow work out of module level, or do it when it is first needed"),
        SetProperty("MemorySize", size, "more memory is more CPU for start-up"),
    )


INIT_TIMEOUT = Hypothesis(
    "init_timeout",
    ("timeout", "init_failure"),
    -3.5,
    weigh,
    summary,
    propose,
    (("log_events", "whether INIT_REPORT says that init timed out"),),
)
