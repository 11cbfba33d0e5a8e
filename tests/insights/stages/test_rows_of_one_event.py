"""Rows made from one event have its time: their own order says which is the earliest."""

from __future__ import annotations

import duckdb
import pytest

from lambda_triage.insights.events import Events
from lambda_triage.insights.run import plan_of, run

# 130,000 events, so that every thread has its share; four of them at each millisecond
MADE = """
CREATE TABLE events AS SELECT
  range AS n, range // 4 AS time_ms, NULL::BIGINT AS ingested_ms,
  '{"id":' || range || '} k=' || range || 'a k=' || range || 'b k=' || range || 'c' AS message,
  NULL::VARCHAR AS stream, NULL::VARCHAR AS log, NULL::VARCHAR AS place
FROM range(130000)
"""
LAST = "129999"

QUERIES = [
    (
        (
            r"parse @message /k=(?<k>\w+)/ multi"
            " | stats earliest(k), latest(k), sortsFirst(k), sortsLast(k)"
        ),
        ("0a", f"{LAST}c", "0a", f"{LAST}c"),
    ),
    (
        (
            "fields jsonParse(concat('[\"', id, 'x\",\"', id, 'y\"]')) as l | unnest l into k"
            " | stats earliest(k), latest(k)"
        ),
        ("0x", f"{LAST}y"),
    ),
    (
        (
            "fields jsonParse('[3,1,2]') as l | unnest l into k"
            r" | parse @message /k=\d+(?<c>\w)/ multi"
            " | stats earliest(concat(k, c)), latest(concat(k, c))"
        ),
        ("3a", "2c"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), QUERIES)
@pytest.mark.parametrize(("threads", "folded"), [(1, True), (4, True), (4, False)])
def test_the_first_row_of_an_event_is_the_earliest_and_the_last_the_latest(
    text: str, expected: tuple[str | None, ...], threads: int, folded: bool
) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {threads}")
        connection.execute(MADE)
        with run(plan_of(text), Events("events", connection), folded=folded) as result:
            found = list(result.rows)

    assert found == [expected]
