"""The shards of a stream refuse their readers, who share what a shard gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.load import MUCH, failing, mappings, throttled, told
from lambda_triage.evidence.documents import Mapping
from lambda_triage.findings import Manual, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

READS = "streams/read-throttled"
CROWD = 3  # readers by polling: a shard gives 5 reads a second (Kinesis quotas, 2026)
OFTEN = 0.5  # of the periods since the first; our choice
PERIODS = """
WITH reads AS (
    SELECT time_us, max(value) AS value FROM metrics
    WHERE metric = 'ReadProvisionedThroughputExceeded' AND time_us IS NOT NULL
    GROUP BY time_us
)
SELECT count(*) FILTER (value > 0), count(*) FROM reads
WHERE time_us >= (SELECT min(time_us) FROM reads WHERE value > 0)
"""
MANY = 0.2  # of the invocations fail, from which that is what holds the readers back


def weigh(facts: Facts) -> Iterator[Weight]:
    if not facts.found(READS):
        return
    yield from _often(facts)
    sources = {m.source for m in mappings(facts) if m.source}
    every = [m for m in facts.case.documents(Mapping) if m.source in sources and m.is_on]
    if len(every) >= CROWD:
        yield Weight(1.0, f"{len(every)} functions poll the same stream", "readers")
    failed, refused = failing(facts), throttled(facts)
    if failed is not None and failed >= MANY:
        yield Weight(-2.0, f"{failed:.0%} of the function's invocations fail", "errors")
    if refused is not None and (told(refused, "share") or 1.0) >= MUCH:
        text = f"Lambda refused {refused.invocations} invocations of the function"
        yield Weight(-2.0, text, "throttles", refused.citations, refused)


def _often(facts: Facts) -> Iterator[Weight]:
    for refused, periods in facts.case.execute(PERIODS):
        if not periods:
            continue
        share = int(str(refused)) / int(str(periods))
        text = f"reads were refused in {refused} of {periods} periods"
        yield Weight(1.5 if share >= OFTEN else -2.5, text, "often")


def summary(facts: Facts) -> str:
    found = facts.found(READS)
    return found[0].summary if found else "A shard of the stream refuses reads or writes."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    found = facts.found(READS)
    if found:
        return found[0].remedies
    return (
        Manual(
            "Add shards, use enhanced fan-out, or choose a better partition key",
            "the load per shard is not in the evidence",
        ),
    )


KINESIS_SHARD_THROTTLE = Hypothesis(
    "kinesis_shard_throttle",
    (),
    -3.0,
    weigh,
    summary,
    propose,
)
