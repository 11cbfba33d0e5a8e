"""A record or message fails each time: a shard stands still behind it, a queue gives it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG
from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.load import failing, lags, mappings, points
from lambda_triage.findings import EditCode, Manual, Remedy, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts
    from lambda_triage.findings import Finding

SHARDED = ("kinesis", "dynamodb")
MANY = 0.2  # of the invocations: one shard of a few stands still
FEW = 0.02
QUEUED = ("queues/poison-message", "queues/same-message")
FAILURES = ("error", "timeout", "oom", "crash", "init_failure")
TRIES = 3  # failures with one number in them
PACE = (0.85, 1.15)  # seconds that the age grows by in a second, where nothing is read at all
STEPS = 3  # data points in a row
# Sequence numbers of Kinesis have 56 digits, those of DynamoDB streams 21 and more (API
# references, 2026); functions often log their beginning.
AGAIN = r"""
WITH told AS (
    SELECT DISTINCT i.request_id, i.attempt, i.status,
           unnest(regexp_extract_all(e.text, '(?:^|\D)(\d{14,60})(?:\D|$)', 1)) AS number
    FROM log_events AS e JOIN invocations AS i
      ON e.resource = i.resource AND e.request_id = i.request_id
    WHERE i.resource = $resource
)
SELECT number, count(*) AS tries FROM told
GROUP BY number
HAVING count(*) FILTER (status = 'ok') = 0 AND tries >= $least
ORDER BY tries DESC, number LIMIT 1
"""


# Failures of one kind, and whether others get through between them.
KINDS = """
WITH own AS (
    SELECT *, coalesce(start_us, end_us) AS at_us FROM invocations
    WHERE resource = $resource AND status <> 'unknown'
), bad AS (SELECT * FROM own WHERE status <> 'ok')
SELECT count(*) AS failed, count(DISTINCT coalesce(fingerprint, error_type, status)) AS kinds,
       (SELECT count(*) FROM own WHERE status = 'ok' AND at_us > (SELECT min(at_us) FROM bad)
                                   AND at_us < (SELECT max(at_us) FROM bad)) AS between_them
FROM bad
"""

# Whether more of the first three receives fail than the messages had that were received since.
RECEIVED = """
SELECT sum(failed) FILTER (signal = 'queues/same-message.early')
       > 3 * count(*) FILTER (signal = 'queues/same-message.late')
FROM signals WHERE resource = $resource
HAVING count(*) FILTER (signal = 'queues/same-message.late') > 0
"""


def weigh(facts: Facts) -> Iterator[Weight]:
    streams = [m for m in mappings(facts) if m.service in SHARDED]
    if not streams and lags(facts) is None:
        yield from _queue(facts)
        return
    failed = failing(facts)
    if failed is not None and failed <= FEW:
        yield Weight(-4.0, "its invocations succeed", "errors")
    elif failed is not None and failed >= MANY:
        # Where all of them fail, it need not be a record: the code may be at fault for any.
        points = 2.0 if failed < 1 else 1.0
        yield Weight(points, f"{failed:.0%} of its invocations fail", "errors")
        yield from _pace(facts)
        yield from _again(facts)
        yield from _kinds(facts)
    if any(f.weight >= STRONG for f in _messages(facts)):
        yield Weight(-4.0, "a message names what fails, whichever record it is", "message")
    results = [m.last_result or "" for m in streams]
    if any(result == "PROBLEM: Function call failed" for result in results):
        yield Weight(1.0, "the mapping's last result: the function call failed", "result")
    elif results and all(result == "OK" for result in results):
        yield Weight(-1.5, "the mapping's last result is OK", "result")
    bounded = [m for m in streams if (m.retries or 0) >= 0 and m.retries is not None]
    if streams and len(bounded) == len(streams):
        yield Weight(-1.0, f"a batch is given up after {bounded[0].retries} retries", "bound")


def _queue(facts: Facts) -> Iterator[Weight]:
    """What speaks against a message of a queue, however often it was received."""
    if facts.symptom != "error" or not facts.found(*QUEUED):
        return
    told = facts.case.execute(RECEIVED, resource=facts.resource)
    if failing(facts) == 1 and told == [(True,)]:
        yield Weight(-2.0, "none of its invocations succeeds, whatever message it holds", "errors")
    if any(f.weight >= STRONG for f in _messages(facts)):
        yield Weight(-4.0, "a message names what fails, whichever record it is", "message")


def _pace(facts: Facts) -> Iterator[Weight]:
    """Where the first record is never passed, its age grows by a second in a second."""
    ages = points(facts, "IteratorAge", "Maximum")
    if len(ages) <= STEPS:
        return
    (first_us, first), (last_us, last) = ages[-STEPS - 1], ages[-1]
    pace = 1000 * (last - first) / max(last_us - first_us, 1)  # ms a µs → s a s
    if PACE[0] <= pace <= PACE[1]:
        yield Weight(1.5, "the oldest record's age grows as fast as the clock goes", "pace")
    elif pace < PACE[0] / 2:
        yield Weight(-1.0, "the oldest record changes: batches get through", "pace")


def _again(facts: Facts) -> Iterator[Weight]:
    for number, tries in facts.case.execute(AGAIN, resource=facts.resource, least=TRIES):
        yield Weight(2.5, f"{tries} invocations failed with {number}, none succeeded", "again")


def _kinds(facts: Facts) -> Iterator[Weight]:
    for failed, kinds, passing in facts.case.execute(KINDS, resource=facts.resource):
        if int(str(failed)) >= TRIES and kinds == 1 and passing:
            text = f"{failed} fail in one and the same way, while {passing} others get through"
            yield Weight(1.0, text, "kinds")


def _messages(facts: Facts) -> list[Finding]:
    own = ESM_POISON_RECORD.slug
    return [f for f in facts.findings if f.role is Role.SIGNATURE and f.cause != own
            and any(status in FAILURES and n for status, n in f.statuses.items())]  # fmt: skip


def summary(facts: Facts) -> str:
    failed = failing(facts)
    share = f" ({failed:.0%} of the invocations fail)" if failed else ""
    if facts.found(*QUEUED):
        return f"The same messages of the queue are received again and again{share}."
    return f"One batch of the stream is tried again and again{share}, and blocks its shard."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    if facts.found(*QUEUED):
        return (
            EditCode("report the message that failed (batchItemFailures) instead of the batch"),
            Manual(
                "Set a redrive policy on the queue: a dead-letter queue and maxReceiveCount",
                "how often a message is worth trying only its owner knows",
            ),
        )
    return (
        EditCode("report the record that failed (batchItemFailures) instead of the whole batch"),
        Manual(
            "Set BisectBatchOnFunctionError, MaximumRetryAttempts, MaximumRecordAgeInSeconds and"
            " an on-failure destination on the mapping",
            "how often a record is worth trying only its owner knows",
        ),
    )


ESM_POISON_RECORD = Hypothesis(
    "esm_poison_record",
    ("lag", "stream"),
    -2.0,
    weigh,
    summary,
    propose,
    (
        ("log_events", "what fails, and whether it is one and the same batch or message"),
        ("mappings", "LastProcessingResult, and after how many tries one is given up"),
    ),
)
