"""More arrives than before, and each of it takes as long as ever."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from lambda_triage.checks.reserved import reservation
from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.load import throttled, told
from lambda_triage.findings import Manual, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

MORE = 3.0  # times the arrivals before; our choice
STEEP = 5.0  # from which nobody doubts it
SAME = 1.3  # times the duration before, up to which it is as ever
SENT = """
SELECT time_us, max(value) AS value FROM metrics
WHERE metric = 'NumberOfMessagesSent' AND time_us IS NOT NULL
  AND coalesce(statistic, 'Sum') = 'Sum' AND resource LIKE '%' || $queue
GROUP BY time_us ORDER BY time_us
"""
FEWEST = 2  # periods on either side


def weigh(facts: Facts) -> Iterator[Weight]:
    refused = throttled(facts)
    arrived, lasted = told(refused, "arrived"), told(refused, "lasted")
    if refused is not None and arrived is not None:
        same = lasted is not None and lasted < SAME
        if arrived >= MORE and same:
            text = f"{arrived:.1f} times as many arrive as before, each takes {lasted:.1f} times"
            text += " as long"
            points = 7.0 if arrived >= STEEP else 6.0
            yield Weight(points, text, "arrivals", refused.citations, refused)
        elif arrived < SAME:
            yield Weight(-2.0, "no more arrive than before it was refused", "arrivals")
    for finding in facts.found("changes/traffic-shift"):
        if not finding.opens:  # else it is counted as what it is
            yield Weight(4.0, finding.summary, "arrivals", finding.citations, finding)
    yield from _sent(facts)
    limit = reservation(facts.case, facts.resource)
    if limit is not None and limit.limit is not None:
        yield Weight(-2.0, "a reservation caps the function, whatever arrives", "reservation")
    if facts.found("scaling/grows-too-fast"):
        yield Weight(-3.0, "Lambda serves the load a little later: it came too fast", "speed")


def _sent(facts: Facts) -> Iterator[Weight]:
    for backlog in facts.found("queues/backlog"):
        onset = backlog.onset_us or 0
        rows = facts.case.execute(SENT, queue=backlog.key.rpartition(":")[2])
        points = [(int(str(time_us)), float(str(value))) for time_us, value in rows]
        before = [value for time_us, value in points if time_us < onset]
        since = [value for time_us, value in points if time_us >= onset]
        if min(len(before), len(since)) < FEWEST or median(before) <= 0:
            continue
        times = median(since) / median(before)
        if times >= MORE:
            text = f"{times:.1f} times as many messages are sent as before"
            yield Weight(4.5, text, "arrivals", backlog.citations, backlog)
        elif times < SAME:
            yield Weight(-3.0, "no more messages are sent than before", "arrivals")


def summary(facts: Facts) -> str:
    arrived = told(throttled(facts), "arrived")
    many = f"{arrived:.1f} times as much" if arrived else "More"
    return f"{many} arrives as before and takes as long as ever: concurrency follows the rate."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        Manual(
            "Find out who sends more (a campaign, a replay, a client that retries), and raise the"
            " quota, reserve concurrency or put a queue in front if that is to stay",
            "who calls stands in the access log of the API or in the sender's metrics",
        ),
    )


TRAFFIC_SURGE = Hypothesis(
    "traffic_surge",
    ("backlog", "throttle"),
    -2.5,
    weigh,
    summary,
    propose,
    (("metrics", "Invocations and Duration from before the trouble on"),),
)
