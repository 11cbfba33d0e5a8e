"""A row carries the event's text, its request id, its literals, and what came before a time-out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambda_triage.scan.block import EVENT_LIMIT, Block, Prefix
from lambda_triage.scan.columns import scan_columns
from lambda_triage.scan.row import TEXT_LIMIT, Kind, Row
from lambda_triage.scan.slow import scan_slow

from .made import IDS, MATCHER, MIDNIGHT_US, end, report, start, tail

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.scan.result import Scan

ID = IDS[2]


def only(line: bytes, prefix: Prefix = Prefix.ISO) -> Row:
    (row,) = scan_columns(Block(b"2024-01-01T00:00:00Z " + line + b"\n", 0, prefix), MATCHER).rows
    return row


@pytest.mark.parametrize(
    "line",
    [
        f"2024-01-01T00:00:01.000Z\t{ID}\tERROR\tboom",
        f"2024-01-01T00:00:01.000Z {ID} boom",
        f"[ERROR]\t2024-01-01T00:00:01.000Z\t{ID}\tboom",
        f"boom (RequestId: {ID})",
        f"E, [2024-01-01T00:00:01.5#8] ERROR {ID} -- : boom",
        '{"requestId":"' + ID + '","message":"boom"}',
        '{"AWSRequestId": "' + ID + '","message":"boom"}',
        '{"function_request_id":"' + ID + '","message":"boom"}',
        '{"aws_request_id":"' + ID + '","message":"boom"}',
        f"boom request_id={ID}",
    ],
)
def test_the_request_id_is_found_in_its_usual_places(line: str) -> None:
    assert only(line.encode()).request_id == ID


@pytest.mark.parametrize(
    "line",
    [
        f"boom {ID}",
        "boom RequestId: 17",
        '{"error":{"message":"boom","$metadata":{"requestId":"' + ID + '"}}}',
    ],
)
def test_an_id_elsewhere_is_not_the_request(line: str) -> None:
    assert only(line.encode()).request_id is None


def test_an_id_quoted_in_an_object_gives_way_to_the_objects_own() -> None:
    quoted = "RequestId: 6e7d8c9b-0a1f-4b2e-8d3c-5f4a6b7c8d9e Error: boom"
    line = '{"message":{"sample":"' + quoted + '"},"requestId":"' + ID + '"}'
    assert only(line.encode()).request_id == ID


def test_carriage_returns_are_line_breaks() -> None:
    assert only(b"boom\rTraceback\r\n  File x\r").text == "boom\nTraceback\n  File x"


def test_text_is_cut_and_never_fails_to_decode() -> None:
    row = only(b"boom \xff" + b"x" * 2 * TEXT_LIMIT)

    assert (row.text[:6], len(row.text)) == ("boom \ufffd", TEXT_LIMIT)


def test_literals_of_one_event_are_told_once_each() -> None:
    assert only(b"boom DENIED boom denied").literals == (0, 1)


def test_literals_in_a_platform_line_stay_with_it() -> None:
    row = only(f"RequestId: {ID} Error: boom".encode())

    assert (row.kind, row.literals) == (Kind.FAULT, (0,))


def test_literals_in_the_prefix_do_not_count() -> None:
    block = Block(b"2024-01-01T00:00:00Z boom hello\n", 0, Prefix.ISO_STREAM)

    assert scan_columns(block, MATCHER).rows == []


def test_an_event_over_the_limit_is_cut_and_counted() -> None:
    found = scan_columns(Block(b"a" * EVENT_LIMIT + b" boom\n", 0), MATCHER)

    assert (found.cut, found.rows) == (1, [])


@pytest.mark.parametrize(
    "last",
    [
        report(ID, "\tStatus: timeout"),
        f"2024-01-01T00:00:09.000Z {ID} Task timed out after 3.00 seconds",
        '{"type":"platform.report","record":{"requestId":"x","status":"timeout"}}',
    ],
)
def test_a_timeout_tells_what_was_written_last(last: str) -> None:
    lines = ["of the one before", start(ID), "first", "calling the database", end(ID), last]

    row = scan_columns(tail(lines), MATCHER).rows[-1]

    assert (row.before, row.before_us) == ("calling the database", MIDNIGHT_US + 3_000_000)


def test_a_timeout_does_not_tell_words_of_the_invocation_before() -> None:
    lines = ["of the one before", start(ID), end(ID), report(ID, "\tStatus: timeout")]

    assert scan_columns(tail(lines), MATCHER).rows[-1].before is None


PAYLOAD = '{"errorType":"notFound","errorMessage":"boom"}'


@pytest.mark.parametrize("scanned", [scan_columns, scan_slow])
@pytest.mark.parametrize(
    ("lines", "after"),
    [
        ([PAYLOAD, "falls back", end(ID)], "falls back"),
        ([f"2024/01/01 00:00:02 {PAYLOAD}", "falls back", "done", end(ID)], "falls back"),
        ([PAYLOAD, end(ID), "of the next one"], None),
        ([PAYLOAD], None),
        (["before", PAYLOAD[:-1], "falls back", end(ID)], None),
    ],
)
def test_an_error_as_json_tells_what_the_function_wrote_next(
    scanned: Callable[..., Scan], lines: list[str], after: str | None
) -> None:
    rows = scanned(tail([start(ID), *lines]), MATCHER).rows

    assert [row.after for row in rows if row.kind is Kind.HIT] == [after]
