"""The database has no connection left, and invocations wait for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.slowness import began_us
from lambda_triage.diagnosis.words import is_connected, is_pooled
from lambda_triage.evidence.documents import Database
from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place
from lambda_triage.facts.connections import most_connections
from lambda_triage.findings import Citation, EditCode, Manual, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

MESSAGE = "scaling/connections-exhausted"
FULL, ROOM = 0.9, 0.6  # of what the database takes: none is left, and some are (our choice)
GREW = 1.5  # times the connections before it began (our choice)
# Connections of databases, proxies and caches (CloudWatch metrics of Amazon RDS, 2026).
OPEN = """
SELECT resource, max(value) FILTER (time_us >= $began - 300000000),
       quantile_disc(value, 0.5) FILTER (time_us < $began - 300000000), min(input)
FROM metrics
WHERE metric = 'DatabaseConnections' AND time_us IS NOT NULL
  AND coalesce(statistic, 'Maximum') NOT IN ('Sum', 'SampleCount')
GROUP BY resource
ORDER BY resource
"""
# Segments that wait for a connection of a pool, beside the whole of their traces.
POOLED = r"""
SELECT count(*), min(name), min(input) FROM segments
WHERE resource = $resource AND 2 * own_us >= whole_us
  AND regexp_matches(lower(name), '(acquire|checkout|get_?connection|\.pool|pool\.|pg-pool)')
"""


def weigh(facts: Facts) -> Iterator[Weight]:
    line = facts.outcomes.last_line if facts.outcomes else None
    if line and is_pooled(line):
        text = f"the last line before the stop waits for a connection: {line}"
        yield Weight(6.3, text, "words", (Citation(text=line),))
    elif line and is_connected(line):
        yield Weight(-2.0, f"the last line before the stop had its connection: {line}", "words")
    for message in facts.found(MESSAGE):
        yield Weight(4.0, message.summary, "message", message.citations[:1])
    for count, segment, input in facts.case.execute(POOLED, resource=facts.resource):
        if count:
            text = f"{count} traces spend half of their time in {segment}"
            cited = (Citation(place=Place(int(str(input))), text=text),)
            yield Weight(5.5, text, "spans", cited)
    yield from _metric(facts)


def _metric(facts: Facts) -> Iterator[Weight]:
    began = began_us(facts)
    rows = facts.case.execute(OPEN, began=began) if began is not None else ()
    for resource, since, before, input in rows:
        if since is None:
            continue
        peak, most = float(str(since)), _most(facts, str(resource))
        place = Place(int(str(input)), metric="DatabaseConnections")
        of = f" of {most}" if most else ""
        text = f"{name(str(resource))} had up to {peak:g}{of} connections open then"
        cited = (Citation(place=place, text=text),)
        if most and peak >= FULL * most:
            yield Weight(6.0, text, "metric", cited)
        elif most and peak < ROOM * most:
            yield Weight(-3.0, text, "metric", cited)
        elif before and peak >= GREW * float(str(before)):
            # A function that became slow holds more of them, too.
            yield Weight(0.8, f"{text}, {float(str(before)):g} before", "metric", cited)


def _most(facts: Facts, resource: str) -> int | None:
    for database in facts.case.documents(Database):
        if name(database.resource) == name(resource) and database.engine and database.size:
            return most_connections(database.engine, database.size)
    return None


def summary(facts: Facts) -> str:
    return "The database has no connection left, and invocations wait for one."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode("Open one connection per environment outside the handler, and use it again"),
        Manual(
            "Put a proxy (RDS Proxy, PgBouncer) in front, or cap concurrency below the connections",
            "the database's limit and the other clients are not in the evidence",
        ),
    )


DB_POOL_EXHAUSTION = Hypothesis(
    "db_pool_exhaustion",
    ("timeout", "slow"),
    -4.5,
    weigh,
    summary,
    propose,
    (("metrics", "whether the database had connections left (DatabaseConnections)"),),
)
