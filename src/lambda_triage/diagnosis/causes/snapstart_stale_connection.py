"""A connection that was open when the snapshot was taken is dead after it is restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.places import configured
from lambda_triage.findings import EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

FEWEST = 2  # failures after a restore
MOSTLY = 0.8  # of the failures are right after a restore
GOOD = 0.1  # of the other invocations may fail

RESTORED = """
SELECT count(*) FILTER (restore_us IS NOT NULL)                             AS restored,
       count(*) FILTER (restore_us IS NOT NULL AND status NOT IN ('ok', 'unknown')) AS failed,
       count(*) FILTER (restore_us IS NULL)                                 AS others,
       count(*) FILTER (restore_us IS NULL AND status NOT IN ('ok', 'unknown'))     AS late
FROM invocations
WHERE resource = $resource
"""


def weigh(facts: Facts) -> Iterator[Weight]:
    counts = [int(str(n)) for n in facts.case.execute(RESTORED, resource=facts.resource)[0]]
    restored, failed, others, others_failed = counts
    if not restored:
        yield Weight(-4.0, "no invocation follows a restored snapshot", "restore")
        return
    after = failed >= FEWEST and failed >= MOSTLY * (failed + others_failed)
    if after and others_failed <= GOOD * max(others, 1):
        text = f"{failed} of {restored} first invocations after a restore fail, {others_failed} of"
        yield Weight(4.5, f"{text} {others} others", "restore")
    if facts.found("network/stale-connection", "network/read-timeout"):
        yield Weight(2.0, "the errors are those of a connection that the peer had closed", "words")
    if facts.function is not None and facts.function.snapstart == "PublishedVersions":
        cited = configured(facts, "SnapStart", "")
        yield Weight(0.5, "SnapStart is on", "setting", cited)


def summary(facts: Facts) -> str:
    return "The first invocation after a restore uses a connection that the snapshot had kept."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "close connections before the snapshot and open them after the restore (CRaC's"
            " beforeCheckpoint and afterRestore, register_after_restore, RegisterAfterRestore)"
        ),
    )


SNAPSTART_STALE_CONNECTION = Hypothesis(
    "snapstart_stale_connection",
    ("error", "timeout", "crash"),
    -3.5,
    weigh,
    summary,
    propose,
    (("log_events", "whether the failures follow RESTORE_REPORT"),),
)
