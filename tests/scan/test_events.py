"""Where events begin, when they happened and whose they are."""

from __future__ import annotations

import pytest

from lambda_triage.scan.block import Block, Prefix, Stream
from lambda_triage.scan.columns import scan_columns
from lambda_triage.scan.result import Scan
from lambda_triage.scan.row import Kind

from .made import MATCHER, MIDNIGHT_US, STREAMS


def scanned(text: str, prefix: Prefix, stream: str | None = None) -> Scan:
    return scan_columns(Block(text.encode(), 0, prefix, group="/g", stream=stream), MATCHER)


@pytest.mark.parametrize(
    ("stamp", "micros"),
    [
        ("2024-01-01T00:00:01Z", 1_000_000),
        ("2024-01-01T00:00:01", 1_000_000),
        ("2024-01-01T00:00:01.5Z", 1_500_000),
        ("2024-01-01T00:00:01.123456+00:00", 1_123_456),
        ("2024-01-01T00:00:01.123456789Z", 1_123_456),
        ("2024-01-01T02:30:01.250+02:30", 1_250_000),
        ("2023-12-31T23:00:01.250-01:00", 1_250_000),
    ],
)
def test_the_prefix_tells_the_time_in_every_form(stamp: str, micros: int) -> None:
    found = scanned(f"{stamp} boom\n", Prefix.ISO)

    assert [row.time_us for row in found.rows] == [MIDNIGHT_US + micros]


@pytest.mark.parametrize(
    "line",
    [
        "2024-02-30T00:00:01Z boom",
        "2024-01-01T24:00:01Z boom",
        "1969-01-01T00:00:01Z boom",
        "2024-01-01T00:00:01+25:00 boom",
        "2024-01-01T00:00:01.Z boom",
        "2024-01-01T00:00:01Zboom",
        "2024-01-01 00:00:01 boom",
    ],
)
def test_a_line_without_a_proper_prefix_continues_the_event_before(line: str) -> None:
    found = scanned(f"2024-01-01T00:00:00Z first\n{line}\n", Prefix.ISO)

    assert found.counts == {Kind.HIT: 1, Kind.CONTINUATION: 1}


def test_streams_are_numbered_by_first_appearance() -> None:
    names = [STREAMS[1], STREAMS[0], STREAMS[3], STREAMS[0]]
    text = "".join(f"2024-01-01T00:00:00Z {name} boom\n" for name in names)

    found = scanned(text, Prefix.ISO_STREAM)

    expected = tuple(Stream("/g", name) for name in (STREAMS[1], STREAMS[0], STREAMS[3]))
    assert (found.streams, [row.stream for row in found.rows]) == (expected, [0, 1, 2, 1])


def test_names_that_differ_in_one_place_are_different_streams() -> None:
    names = [f"2024/01/01/[$LATEST]{number:08x}{'0' * 24}" for number in range(3000)]
    text = "".join(f"2024-01-01T00:00:00Z {name} x\n" for name in names * 2)

    found = scanned(text, Prefix.ISO_STREAM)

    assert [stream.name for stream in found.streams] == names


def test_a_whole_block_has_the_stream_of_its_file() -> None:
    found = scanned("2024-01-01T00:00:00Z boom\n", Prefix.ISO, stream="s")

    assert (found.streams, found.rows[0].stream) == ((Stream("/g", "s"),), 0)


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("one\ntwo\n", 2),
        ("one\n  indented\n\ttabbed\n\u00a0no-break\n", 1),
        ("one\nTraceback (most recent call last):\n  File x\nKeyError\n", 2),
        ("one\nCaused by: two\n\tat three\n", 1),
        ('{\n"a": 1,\n"b": [\n]\n}\nnext\n', 2),
        ('{\n"a": 1,\nforeign\n}\n', 3),
        ('{\n"never": "closed"\n', 2),
        ("RequestId: x Error: Runtime exited\nRuntime.ExitError\n", 1),
        ("something else\nRuntime.ExitError\n", 2),
        ("Unknown application error occurred\nRuntime.Unknown\n", 1),
        ("one\n\n\ntwo\n", 2),
        ("one\r\ntwo\r\n", 2),
        ("no newline at the end", 1),
        ("", 0),
    ],
)
def test_a_plain_line_is_an_event_unless_it_continues_one(text: str, events: int) -> None:
    assert scanned(text, Prefix.NONE).events == events


def test_a_pretty_printed_object_is_joined_up_to_a_bound() -> None:
    lines = '"x": 1,\n' * 9000

    short = scanned("{\n" + lines[:60_000] + "}\n", Prefix.NONE)
    long = scanned("{\n" + lines + "}\n", Prefix.NONE)

    assert (short.events, long.events) == (1, 9001)


@pytest.mark.parametrize(
    "line",
    [
        "2024-01-01T00:00:01.250Z\tundefined\tERROR\tboom",
        "[ERROR]\t2024-01-01T00:00:01.250Z\t\tboom",
        '{"message":"boom","timestamp":"2024-01-01T00:00:01.250Z"}',
    ],
)
def test_a_plain_line_may_tell_its_own_time(line: str) -> None:
    found = scanned(f"untimed\n{line}\n", Prefix.NONE)

    assert (found.rows[0].time_us, found.first_us) == (MIDNIGHT_US + 1_250_000,) * 2


def test_rows_cite_offset_and_line_in_the_whole_input() -> None:
    block = Block(b"one\ntwo boom\n", 0, offset=100, line=7)

    found = scan_columns(block, MATCHER)

    assert [(row.offset, row.line) for row in found.rows] == [(104, 9)]
