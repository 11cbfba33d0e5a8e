"""What is in columns is what the message says, for any line."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from lambda_triage.insights.batches import batch
from lambda_triage.insights.columnar import KEPT, add_rows, computing
from lambda_triage.insights.duckdb.lambda_fields import LAMBDA
from lambda_triage.scan.block import Block, Prefix
from lambda_triage.scan.every_event import every_event

if TYPE_CHECKING:
    from collections.abc import Iterable

ID = "8f5f3f1a-0b1c-4d2e-9f3a-0123456789ab"
TIME = "2024-01-01T00:00:00.000Z"
REPORT = f"REPORT RequestId: {ID}\tDuration: 11.49 ms\tBilled Duration: 12 ms\tMemory Size: 128 MB\tMax Memory Used: 79 MB"
LINES = [
    REPORT,
    REPORT + "\t",
    REPORT + "\tInit Duration: 428.60 ms\t",
    REPORT + "\nXRAY TraceId: 1-5e-6f\tSegmentId: 12ab\tSampled: true",
    REPORT + "\tRestore Duration: 300.00 ms\tBilled Restore Duration: 300 ms\t",
    REPORT.replace("\t", "  "),
    f"REPORT RequestId: {ID}\tDuration: oops",
    f"START RequestId: {ID} Version: $LATEST",
    f"START RequestId: {ID}",
    f"END RequestId: {ID}",
    f"END RequestId: {ID}\tmore",
    "INIT_START Runtime Version: python:3.12.v1\tRuntime Version ARN: arn",
    f"[INFO]\t{TIME}\t{ID}\thello",
    f"[info]\t{TIME}\t{ID}\thello",
    f"{TIME}\t{ID}\tINFO\thello",
    f"{TIME} {ID} Task timed out after 3.00 seconds",
    f"{TIME}\t{ID}",
    f"RequestId: {ID} Error: Runtime exited",
    '{"time":"2024-01-01T00:00:00Z","type":"platform.report","record":{"requestId":"a","metrics":{"durationMs":1.5,"billedDurationMs":2,"memorySizeMB":128,"maxMemoryUsedMB":64,"initDurationMs":7.25}}}',
    '{"level":"INFO","requestId":"b"}',
    "REPORT", "S", "", "é\tRequestId", "hello",
]  # fmt: skip


@cache
def stored_as() -> str:
    return computing()


@cache
def told_by_message() -> str:
    message = exp.column("message")
    return ", ".join(f"{LAMBDA[name](message).sql('duckdb')} AS {name}" for name in KEPT)


def stored(lines: Iterable[str]) -> list[tuple[object, ...]]:
    """The computed columns as they are stored, and as the message alone tells them."""
    data = "".join(f"{TIME} {line}\n" for line in lines).encode()
    connection = duckdb.connect()
    first = 0
    for part in every_event(Block(data, 0, Prefix.ISO)):
        made = batch(part, first=first, input=0, log=lambda _: "1:g")
        add_rows(connection, [made.array], "stored", stored_as())
        first += made.rows
    left = connection.execute(f"SELECT {', '.join(KEPT)} FROM stored ORDER BY n").fetchall()
    right = connection.execute(f"SELECT {told_by_message()} FROM stored ORDER BY n").fetchall()
    connection.close()
    assert left == right
    return left


def test_columns_of_known_forms_are_those_that_the_message_tells() -> None:
    assert len(stored(LINES)) == len(LINES)


def test_a_report_line_is_read_in_the_units_of_the_service() -> None:
    [row] = stored([REPORT + "\tInit Duration: 428.60 ms\t"])

    assert row == ("REPORT", 11.49, 12.0, 428.6, 128e6, 79e6)


ALPHABET = st.sampled_from(["\t", " ", "1", "a", "ms", "RequestId: ", ID, TIME, "[INFO]", "{", '"'])
CUTS = st.integers(0, 200)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(LINES), CUTS, st.lists(ALPHABET, max_size=4)), max_size=8)
)
def test_columns_of_damaged_lines_are_those_that_the_message_tells(
    damaged: list[tuple[str, int, list[str]]],
) -> None:
    lines = [
        line[:cut].split("\n")[0] + "".join(more) + line[cut:].split("\n")[0]
        for line, cut, more in damaged
    ]

    stored(lines)
