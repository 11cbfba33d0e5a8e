"""Every event of a block comes out, with its message, time and place."""

from __future__ import annotations

import numpy as np
import pytest

from lambda_triage.scan.block import EVENT_LIMIT, NO_TIME, Block, Events, Prefix, Stream
from lambda_triage.scan.every_event import every_event

TAIL = (
    b"2024-01-01T00:00:00.123000+00:00 2024/01/01/[$LATEST]aa START RequestId: x\n"
    b"2024-01-01T00:00:01.000000+00:00 2024/01/01/[$LATEST]bb first\n  second\n\n"
    b"2024-01-01T00:00:02.000000+00:00 2024/01/01/[$LATEST]aa last\n"
)


def messages(block: Block) -> list[bytes]:
    return [part.message(row) for part in every_event(block) for row in range(len(part))]


def times(block: Block) -> list[int]:
    return [int(time) for part in every_event(block) for time in part.time_us]


def test_lines_of_one_event_are_joined_without_the_prefix_and_the_last_line_ends() -> None:
    found = messages(Block(TAIL, 0, Prefix.ISO_STREAM))

    assert found == [b"START RequestId: x", b"first\n  second", b"last"]


def test_lines_are_counted_from_one_in_the_input() -> None:
    [part] = every_event(Block(TAIL, 0, Prefix.ISO_STREAM, line=10))

    assert part.line.tolist() == [11, 12, 15]


def test_carriage_returns_inside_an_event_are_newlines() -> None:
    block = Block(b"2024-01-01T00:00:00.000Z one\rtwo\r\n three\r\n", 0, Prefix.ISO)

    assert messages(block) == [b"one\ntwo\n three"]


def test_bytes_that_are_no_utf8_are_replaced_and_others_stay() -> None:
    block = Block(
        "2024-01-01T00:00:00.000Z ü\n".encode() + b"2024-01-01T00:00:01Z \xff!\n", 0, Prefix.ISO
    )

    assert messages(block) == ["ü".encode(), "\ufffd!".encode()]


@pytest.mark.parametrize(
    "message",
    [
        b'{"time":"2024-01-01T00:00:00.000Z","type":"platform.start"}',
        b'{"timestamp": "2024-01-01T00:00:00Z", "level": "INFO"}',
        b"[INFO]\t2024-01-01T00:00:00.000Z\tid\ttext",
        b"2024-01-01T00:00:00.000Z\tid\tINFO\ttext",
    ],
)
def test_a_message_tells_its_time_where_the_container_does_not(message: bytes) -> None:
    assert times(Block(message + b"\n", 0)) == [1_704_067_200_000_000]


def test_an_event_without_any_time_has_none() -> None:
    assert times(Block(b"hello\n", 0)) == [NO_TIME]


def test_events_of_a_container_keep_their_ordinals() -> None:
    events = Events(
        np.array([0, 4], np.int64), np.array([5, 6], np.int64), np.array([0, -1], np.int32),
        (Stream("g", "s"),), 7,
    )  # fmt: skip
    [part] = every_event(Block(b"one\ntwo\n", 0, events=events))

    assert (part.line.tolist(), part.lines) == ([7, 8], False)


def test_a_block_of_very_short_lines_loses_none() -> None:
    block = Block(b"a\n" * 400_000, 0)

    assert len(messages(block)) == 400_000


def test_a_message_is_no_longer_than_an_event_may_be() -> None:
    found = messages(Block(b"x" * (EVENT_LIMIT + 100) + b"\n", 0))

    assert [len(each) for each in found] == [EVENT_LIMIT]
