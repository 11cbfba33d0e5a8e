"""Which setting of one mapping would be better, why, and what it costs.

A rule looks at one question and answers with advice, or with what is missing to answer it. What
checks judge already (visibility time-outs, filters that match nothing, …) is theirs to say.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from lambda_triage.checks.streams.iterator_age import BEHIND_MS
from lambda_triage.checks.streams.unbounded_retries import FOR_EVER, PROPOSED
from lambda_triage.facts.mapping_settings import of_source
from lambda_triage.pipeline.mappings.kinds import KAFKA, QUEUES, STREAMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lambda_triage.evidence.documents import Json
    from lambda_triage.pipeline.mappings.measured import Level, Seen

GoalName: TypeAlias = Literal["failure_rate", "latency", "throughput", "cost"]
GOALS: tuple[GoalName, ...] = ("failure_rate", "latency", "throughput", "cost")
GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg/"
API = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"
PARTIAL = "ReportBatchItemFailures"
# Shares and factors are our choice.
TIGHT = 0.8  # of the time-out: the next slower batch is killed
ROOM = 0.25  # of the time-out: a larger batch fits
AIM = 0.5  # of the time-out after a change
FULL = 0.5  # of the batch size: batches are about full
THIN = 0.2  # of the batch size: batches are nearly empty
BUSY = 0.9  # of the allowed concurrency
MOST_STEP = 10  # times today's batch in one change
SPARE = 1.5  # times the concurrency that is needed
PER_POLLER = 10  # concurrent invocations of one provisioned poller of a queue. services-sqs-scaling
MOST_CONCURRENT = 1000  # MaximumConcurrency, botocore 1.44.5
WAIT_S = 5  # batch window that gathers more records
BEHIND_S = BEHIND_MS / 1000  # the oldest message of a queue, as for records of a stream


class Advice(Struct, frozen=True):
    """One setting to change. *now* is as the evidence has it; *helps* are goals."""

    setting: str
    now: str
    proposed: Json
    why: str
    helps: tuple[GoalName, ...]
    costs: str
    confidence: float
    source: str


class Lack(Struct, frozen=True):
    """What is not in the evidence, what it would decide, and how to get it."""

    needs: str
    decides: str
    collect: str


def advised(seen: Seen) -> Iterator[Advice | Lack]:
    """All that can be said of one mapping."""
    for rule in RULES:
        yield from rule(seen)


def is_behind(seen: Seen) -> str | None:
    """How it falls behind, in words; None where nothing shows that it does."""
    window_ms = 1000 * (seen.mapping.window_s or 0)
    for metric in ("IteratorAge", "GetRecords.IteratorAgeMilliseconds"):
        age = seen.peak(metric)
        if age is not None and age >= BEHIND_MS + window_ms:
            return f"{metric} reached {age / 1000:,.0f} s"
    oldest = seen.peak("ApproximateAgeOfOldestMessage")
    if oldest is not None and oldest >= BEHIND_S + window_ms / 1000:
        return f"the oldest message waited {oldest:,.0f} s"
    for metric in (
        "MaxOffsetLag",
        "SumOffsetLag",
        "OffsetLag",
        "ApproximateNumberOfMessagesVisible",
    ):
        lag = seen.level(metric)
        if lag is not None and _grew(lag):
            return f"{metric} grew from {lag.first:,.0f} to {lag.last:,.0f}"
    return None


def _grew(level: Level) -> bool:
    return level.points > 2 and level.last > 2 * max(level.first, 1)


def _failed(seen: Seen) -> str:
    plural = "" if seen.errors == 1 else "s"
    return f"{seen.errors:,.0f} invocation{plural} failed"


def _mode(seen: Seen) -> str:
    """What the guide asks of Kafka mappings that handle errors; nothing where it is so already."""
    on_demand = seen.kind in KAFKA and not seen.mapping.pollers
    return "; the guide sets this in provisioned mode: ProvisionedPollerConfig" if on_demand else ""


def _partial(seen: Seen) -> Iterator[Advice]:
    """One bad record fails its whole batch."""
    types, batch = seen.mapping.response_types, seen.batch
    if types is None or PARTIAL in types or seen.kind in (None, "mq", "documentdb"):
        return
    if batch is None or batch <= 1:
        return
    failed = f"; {_failed(seen)}" if seen.errors else ""
    yield Advice(
        setting="FunctionResponseTypes",
        now="[]",
        proposed=[PARTIAL],
        why=f"one failing record of up to {batch:,} makes the whole batch fail{failed}",
        helps=("failure_rate", "cost"),
        costs="the handler has to return batchItemFailures first: without them every batch that"
        f" returns counts as done{_mode(seen)}",
        confidence=0.9 if seen.errors else 0.6,
        source=f"{GUIDE}services-sqs-errorhandling.html" if seen.kind in QUEUES else API,
    )


def _batch(seen: Seen) -> Iterator[Advice | Lack]:
    """The batch against the time that the function has for it."""
    batch, limit = seen.batch, seen.timeout_s
    most = of_source("BatchSize", seen.kind or "")
    if batch is None or most is None:
        return
    if limit is None or seen.p99_ms is None:
        needs = "timeout of the function" if limit is None else "Duration p99"
        call = (
            f"aws lambda get-function-configuration --function-name {seen.function}"
            if limit is None
            else f"get_metrics with Duration of {seen.function}, or its logs"
        )
        yield Lack(needs, "whether the batch fits into the time-out (BatchSize)", call)
        return
    share = seen.p99_ms / 1000 / limit
    figures = f"{seen.told} is {seen.p99_ms:,.0f} ms of a time-out of {limit} s"
    if share >= TIGHT and batch > 1:
        yield Advice(
            "BatchSize", str(batch), max(1, math.floor(batch * AIM / share)),
            f"{figures}: a slightly slower batch times out, and all of it is tried again",
            ("failure_rate", "latency"),
            "more invocations; a longer time-out of the function is the other way",
            0.75, most.page,
        )  # fmt: skip
    elif share <= ROOM and batch < (most.most or batch) and (late := is_behind(seen)):
        yield from _larger(seen, batch, min(batch * AIM / max(share, 0.001), batch * MOST_STEP),
                           f"{late}, and {figures}")  # fmt: skip


def _larger(seen: Seen, batch: int, wanted: float, why: str) -> Iterator[Advice | Lack]:
    told = of_source("BatchSize", seen.kind or "")
    assert told is not None
    assert told.most is not None
    filled = seen.filled
    if filled is not None and filled < FULL * batch:
        return  # batches are not full: size is not what holds it up
    if filled is None:
        yield Lack("records per invocation", "whether batches are full, so that a larger BatchSize"
                   " helps", _counts(seen))  # fmt: skip
    full = f"; {filled:,.1f} records an invocation on average" if filled is not None else ""
    size = min(told.most, math.floor(wanted))
    window = (
        "; needs MaximumBatchingWindowInSeconds of 1 or more" if _needs_window(seen, size) else ""
    )
    yield Advice(
        "BatchSize", str(batch), size, f"{why}{full}", ("throughput", "cost"),
        f"a failure costs a larger batch; 6 MB of payload at most{window}",
        0.7 if filled is not None else 0.45, told.page,
    )  # fmt: skip


def _needs_window(seen: Seen, size: int) -> bool:
    return seen.kind == "sqs" and size > 10 and not seen.mapping.window_s


def _counts(seen: Seen) -> str:
    uuid = seen.mapping.uuid or "<uuid>"
    return (
        f"MetricsConfig of the mapping: aws lambda update-event-source-mapping --uuid {uuid}"
        " --metrics-config Metrics=EventCount; then InvokedEventCount by Invocations"
    )


def _window(seen: Seen) -> Iterator[Advice]:
    """Nearly empty batches cost an invocation each."""
    batch, filled, every = seen.batch, seen.filled, seen.total("Invocations")
    told = of_source("MaximumBatchingWindowInSeconds", seen.kind or "")
    calls = seen.level("Invocations")
    if batch is None or filled is None or every is None or told is None or calls is None:
        return
    a_minute = every / max(calls.seconds, 60) * 60
    if filled > THIN * batch or a_minute < 60 or (seen.mapping.window_s or 0) >= WAIT_S:
        return
    forever = "; the default of 500 ms cannot be set again" if told.default == "500 ms" else ""
    yield Advice(
        "MaximumBatchingWindowInSeconds", str(seen.mapping.window_s or told.default), WAIT_S,
        f"{a_minute:,.0f} invocations a minute with {filled:,.1f} records each, of up to"
        f" {batch:,}",
        ("cost",), f"records wait up to {WAIT_S} s longer{forever}", 0.65, told.page,
    )  # fmt: skip


def _concurrency(seen: Seen) -> Iterator[Advice | Lack]:
    """How many batches of a queue run at once."""
    if seen.kind not in QUEUES:
        return
    page = f"{GUIDE}services-sqs-scaling.html"
    most, reserved = seen.mapping.most_concurrent, seen.reserved
    throttled = seen.total("Throttles") or 0
    if seen.mapping.pollers and not most:
        return  # provisioned pollers exclude MaximumConcurrency
    if throttled and reserved is not None and reserved >= 2 and (most is None or most > reserved):
        wanted = min(reserved, MOST_CONCURRENT)
        yield Advice(
            "ScalingConfig", _told_concurrency(most), {"MaximumConcurrency": wanted},
            f"{throttled:,.0f} throttles with {reserved} reserved executions: each uses up a"
            " receive of its messages",
            ("failure_rate",), "none: more could not run anyway", 0.85, page,
        )  # fmt: skip
        return
    late = is_behind(seen)
    if late is None or throttled:
        return
    running = seen.peak("ConcurrentExecutions")
    if running is None:
        yield Lack("ConcurrentExecutions", "whether the allowed concurrency holds the queue up",
                   f"get_metrics with ConcurrentExecutions of {seen.function}")  # fmt: skip
    elif most is not None and running >= BUSY * most:
        yield from _raise(seen, most, f"{late}, and {running:,.0f} of {most} ran", page)
    elif most is None and seen.kind == "sqs" and not seen.mapping.pollers:
        yield from _provision(seen, late, running, page)


def _told_concurrency(most: int | None) -> str:
    return "not set" if most is None else f"MaximumConcurrency {most}"


def _needed(seen: Seen) -> int | None:
    """Concurrent batches that keep up with what is sent, by Little's law."""
    sent, middle = seen.level("NumberOfMessagesSent"), seen.middle_ms or seen.p99_ms
    if sent is None or middle is None or not sent.seconds:
        return None
    batch = max(1.0, min(seen.filled or 1.0, float(seen.batch or 1)))
    return math.ceil(sent.total / sent.seconds * middle / 1000 / batch)


def _raise(seen: Seen, most: int, why: str, page: str) -> Iterator[Advice]:
    needed = _needed(seen)
    wanted = max(2 * most, math.ceil(SPARE * needed)) if needed else 2 * most
    proposed = min(wanted, MOST_CONCURRENT, seen.reserved or MOST_CONCURRENT)
    if proposed > most:
        told = f"; what is sent needs about {needed}" if needed else ""
        yield Advice(
            "ScalingConfig", _told_concurrency(most), {"MaximumConcurrency": proposed},
            f"{why}{told}", ("throughput", "latency"),
            "as much more load on what the function calls", 0.8, page,
        )  # fmt: skip


def _provision(seen: Seen, late: str, running: float, page: str) -> Iterator[Advice]:
    needed = max(_needed(seen) or 0, round(running) + 1)
    least = min(200, max(2, math.ceil(needed / PER_POLLER)))
    yield Advice(
        "ProvisionedPollerConfig", "not set",
        {"MinimumPollers": least, "MaximumPollers": min(2_000, 4 * least)},
        f"{late}, with no throttles and at most {running:,.0f} executions: pollers did not scale"
        " up fast enough",
        ("latency", "throughput"),
        "pollers are billed by the hour; excludes MaximumConcurrency", 0.5, page,
    )  # fmt: skip


def _parallel(seen: Seen) -> Iterator[Advice | Lack]:
    """How many batches of a shard run at once."""
    factor, late = seen.mapping.parallelization, is_behind(seen)
    if seen.kind not in STREAMS or factor is None or factor >= 10 or late is None:
        return
    if seen.total("Throttles") or (seen.share_failed or 0) > 0.05 or seen.mapping.tumbling_s:
        return  # more at once would be throttled, or fail, the more
    shards = seen.stream.shards if seen.stream else None
    running = seen.peak("ConcurrentExecutions")
    proposed, figures = min(10, 2 * factor), late
    confidence = 0.5
    if shards and running is not None:
        figures += f", {running:,.0f} executions for {shards} shards × {factor}"
        if running < BUSY * shards * factor * 0.8:
            return  # batches do not run at once as it is
        confidence = 0.8
    else:
        needs = "ConcurrentExecutions" if running is None else "shards of the stream"
        yield Lack(needs, "whether all batches that may run at once do (ParallelizationFactor)",
                   "collect_evidence of the function brings both")  # fmt: skip
    if shards and seen.reserved:
        proposed = min(proposed, max(1, seen.reserved // shards))
    if proposed > factor:
        yield Advice(
            "ParallelizationFactor", str(factor), proposed, figures, ("latency", "throughput"),
            "order holds per partition key only; as many times the concurrency", confidence, API,
        )  # fmt: skip


def _retries(seen: Seen) -> Iterator[Advice]:
    """Records that fail for ever block what is behind them."""
    m = seen.mapping
    if seen.kind not in (*STREAMS, *KAFKA):
        return
    page = f"{GUIDE}kafka-retry-configurations.html" if seen.kind in KAFKA else API
    blocks = "its partition" if seen.kind in KAFKA else "its shard"
    certain = 0.9 if seen.errors else 0.6
    endless = m.retries == FOR_EVER and m.age_s in (None, FOR_EVER)
    if endless and not (seen.kind in KAFKA and m.on_failure):
        yield Advice(
            "MaximumRetryAttempts", str(m.retries), PROPOSED,
            f"a record that always fails blocks {blocks} until it expires"
            + (f"; {_failed(seen)}" if seen.errors else ""),
            ("failure_rate", "latency"),
            f"a record that fails that often leaves the stream: set a destination{_mode(seen)}",
            certain, page,
        )  # fmt: skip
    if m.bisect is False and (seen.batch or 0) > 1 and seen.errors:
        yield Advice(
            "BisectBatchOnFunctionError", "false", True,
            f"{_failed(seen)} with batches of up to {seen.batch:,}",
            ("failure_rate",), f"records before the bad one run several times{_mode(seen)}", 0.75,
            page,
        )  # fmt: skip
    if m.on_failure is None and seen.errors and m.retries is not None:
        yield Advice(
            "DestinationConfig", "not set",
            {"OnFailure": {"Destination": "<arn of a queue, topic or bucket>"}},
            "records that are given up are lost", ("failure_rate",),
            "the role needs to write there", 0.7, API,
        )  # fmt: skip


def _kafka(seen: Seen) -> Iterator[Advice | Lack]:
    """Pollers of a topic."""
    if seen.kind not in KAFKA or seen.mapping.pollers:
        return
    lag = is_behind(seen)
    if lag is None or (seen.share_failed or 0) > 0.05 or seen.total("Throttles"):
        return
    yield Advice(
        "ProvisionedPollerConfig", "not set", {"MinimumPollers": 2, "MaximumPollers": 20},
        lag, ("throughput", "latency"),
        "pollers are billed by the hour; more than there are partitions do nothing", 0.5,
        f"{GUIDE}kafka-scaling-modes.html",
    )  # fmt: skip
    yield Lack("partitions of the topic", "how many pollers can work at once",
               "kafka-topics.sh --describe --topic <topic>")  # fmt: skip


WANTED = {
    "sqs": ("ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"),
    "kinesis": ("IteratorAge",),
    "dynamodb": ("IteratorAge",),
    "msk": ("OffsetLag",),
    "kafka": ("OffsetLag",),
}
SAME = {"IteratorAge": ("GetRecords.IteratorAgeMilliseconds",),
        "OffsetLag": ("MaxOffsetLag", "SumOffsetLag")}  # fmt: skip


def _missing(seen: Seen) -> Iterator[Lack]:
    """Metrics without which nothing is known about a lag or about failures."""
    kind = "sqs" if seen.kind == "sqs-fifo" else seen.kind or ""
    for metric in (*WANTED.get(kind, ()), "Errors", "Throttles", "Invocations"):
        if all(seen.level(one) is None for one in (metric, *SAME.get(metric, ()))):
            if metric == "Errors" and seen.p99_ms is not None:
                continue  # the logs tell it
            whose = seen.mapping.source if metric.startswith("Approximate") else seen.function
            decides = {
                "Errors": "whether batches fail",
                "Throttles": "whether batches are refused",
                "Invocations": "records per invocation, and the share that fails",
            }.get(metric, "whether the mapping falls behind")
            yield Lack(metric, decides, f"get_metrics with {metric} of {whose}, or esm_uuid live")
    if kind in ("sqs", *STREAMS) and seen.level("PolledEventCount") is None:
        yield Lack(
            "PolledEventCount", "how many records are filtered out or dropped", _counts(seen)
        )


RULES: tuple[Callable[[Seen], Iterator[Advice | Lack]], ...] = (
    _partial, _batch, _concurrency, _parallel, _retries, _kafka, _window, _missing,
)  # fmt: skip
