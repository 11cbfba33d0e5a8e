"""Nothing is wrong with the consumer but that it is too small for its stream."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.load import (
    MUCH,
    failing,
    is_never_throttled,
    lags,
    mappings,
    throttled,
    told,
)
from lambda_triage.findings import Manual, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

FEW = 0.02  # of the invocations fail, up to which that does not hold it back
MANY = 0.2  # of them, from which it may
MORE = 1.3  # times the records before, from which the stream asks for more
FEWEST = 2  # periods on either side
SLOWER = "changes/slower-then-behind"
INCOMING = """
SELECT time_us, max(value) AS value FROM metrics
WHERE metric IN ('IncomingRecords', 'PutRecords.SuccessfulRecords')
  AND time_us IS NOT NULL AND coalesce(statistic, 'Sum') = 'Sum'
GROUP BY time_us ORDER BY time_us
"""


def weigh(facts: Facts) -> Iterator[Weight]:
    lag = lags(facts)
    if lag is None:
        return
    yield Weight(1.0, lag.summary, "age", lag.citations, lag)
    failed, refused = failing(facts), throttled(facts)
    if failed is not None and failed <= FEW:
        yield Weight(1.5, "its invocations succeed", "errors")
    elif failed is not None and failed >= MANY:
        yield Weight(-3.0, f"{failed:.0%} of its invocations fail", "errors")
    if refused is not None and (told(refused, "share") or 1.0) >= MUCH:
        text = f"Lambda refused {refused.invocations} invocations"
        yield Weight(-3.0, text, "throttles", refused.citations, refused)
    elif is_never_throttled(facts):
        yield Weight(0.8, "none of them was refused", "throttles")
    for finding in facts.found(SLOWER):
        yield Weight(-3.0, "it became slower before it fell behind", "duration", finding.citations)
    if facts.found("streams/read-throttled"):
        yield Weight(-2.0, "the stream refuses its readers", "reads")
    results = {m.last_result or "" for m in mappings(facts)}
    if any(result.startswith("PROBLEM") for result in results):
        yield Weight(-1.5, "the mapping's last result is a problem", "result")
    elif "OK" in results:
        yield Weight(0.8, "the mapping's last result is OK", "result")
    yield from _incoming(facts, lag.onset_us or 0)


def _incoming(facts: Facts, onset_us: int) -> Iterator[Weight]:
    rows = facts.case.execute(INCOMING)
    points = [(int(str(time_us)), float(str(value))) for time_us, value in rows]
    before = [value for time_us, value in points if time_us < onset_us]
    since = [value for time_us, value in points if time_us >= onset_us]
    if len(before) < FEWEST or not since or median(before) <= 0:
        return
    times = median(since) / median(before)
    if times >= MORE:
        yield Weight(1.5, f"{times:.1f} times as many records come in as before", "incoming")
    else:
        yield Weight(-0.8, "no more records come in than before it fell behind", "incoming")


def summary(facts: Facts) -> str:
    lag = lags(facts)
    return lag.summary if lag else "The consumer is slower than its stream."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        Manual(
            "Raise the mapping's ParallelizationFactor (up to 10), then the batch size, then the"
            " number of shards; first make sure that no record fails for ever",
            "which of them has room left is in the event source mapping and the stream",
        ),
    )


ITERATOR_AGE = Hypothesis(
    "iterator_age",
    ("lag",),
    -1.0,
    weigh,
    summary,
    propose,
    (
        ("metrics", "Errors, Throttles and Duration since it falls behind"),
        ("mappings", "LastProcessingResult, and how many batches may run at once"),
    ),
)
