"""An invocation is clean when nothing happened in it, and nothing beside it can belong to it."""

from __future__ import annotations

import pytest

from lambda_triage.scan.block import Block, Prefix
from lambda_triage.scan.columns import scan_columns
from lambda_triage.scan.result import Scan

from .made import COLD, IDS, MATCHER, MIDNIGHT_US, end, invocation, report, start, tail

A, B, C, D, E = IDS[:5]


def clean_ids(found: Scan) -> list[str]:
    return [f"{int(low) & 0xF}" for low in found.clean.request_lo]


def around(*lines: str) -> list[str]:
    """What of A to E is clean, when `lines` stand for C."""
    before, after = invocation(A) + invocation(B), invocation(D) + invocation(E)
    return clean_ids(scan_columns(tail([*before, *lines, *after]), MATCHER))


def test_the_invocations_between_others_are_clean() -> None:
    assert around(*invocation(C)) == ["1", "2", "3"]


@pytest.mark.parametrize(
    "lines",
    [
        [start(C), "hello", end(C), report(C)],
        [start(C), report(C)],
        [start(C), end(C), report(C, "\t")],
        [start(C), end(C), report(C, COLD)],
        [start(C, "17"), end(C), report(C)],
        [start(C), end(C), report(C), "", "a line after it"],
    ],
)
def test_plain_variations_are_clean(lines: list[str]) -> None:
    assert around(*lines) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("lines", "clean"),
    [
        (["INIT_START Runtime Version: x", *invocation(C)], ["1", "2", "3"]),
        ([start(C), "boom", end(C), report(C)], ["1", "3"]),
        ([start(C), end(B), report(C)], ["1", "3"]),
        ([start(C), end(C), report(B)], ["1", "3"]),
        ([start(C), end(C), report(C, "\tStatus: timeout")], ["1", "3"]),
        ([start(C), end(C), report(C, duration="3")], ["1", "3"]),
        ([start(C), end(C), report(C, "\nXRAY TraceId: 1-2-3")], ["1"]),
        ([start(C), end(C)], ["1"]),
        ([end(C), report(C)], ["3"]),
        ([start(C.upper()), end(C.upper()), report(C.upper())], []),
        ([f"RequestId: {C} Error: Runtime exited"], []),
        (["boom"], []),
        (['{"type":"platform.runtimeDone","record":{}}'], []),
    ],
)
def test_an_anomaly_and_whatever_it_may_belong_to_become_rows(
    lines: list[str], clean: list[str]
) -> None:
    assert around(*lines) == clean


def test_the_first_and_the_last_of_a_block_become_rows() -> None:
    found = scan_columns(tail([*invocation(A), *invocation(B), *invocation(C)]), MATCHER)

    assert (clean_ids(found), [row.request_id for row in found.rows]) == (["1"], [A] * 3 + [C] * 3)


def test_interleaved_streams_do_not_disturb_each_other() -> None:
    one = tail([line for name in (A, B, C) for line in invocation(name)]).data.splitlines(True)
    two = tail([line for name in (A, D, C) for line in invocation(name)], "other").data
    mixed = b"".join(a + b for a, b in zip(one, two.splitlines(True), strict=True))

    found = scan_columns(Block(mixed, 0, Prefix.ISO_STREAM), MATCHER)

    assert (clean_ids(found), found.clean.stream.tolist()) == (["1", "3"], [0, 1])


def test_the_columns_hold_what_the_lines_say() -> None:
    lines = [*invocation(A), start(B, "42"), "x", report(B, COLD, "1234.50", 99), *invocation(C)]

    clean = scan_columns(tail(lines), MATCHER).clean

    assert (
        clean.versions[int(clean.version[0])],
        clean.start_us.tolist(),
        clean.end_us.tolist(),
        clean.duration_us.tolist(),
        clean.billed_ms.tolist(),
        clean.memory_mb.tolist(),
        clean.max_memory_mb.tolist(),
        clean.init_us.tolist(),
        clean.start_line.tolist(),
        clean.report_line.tolist(),
    ) == (
        "42",
        [MIDNIGHT_US + 3_000_000],
        [MIDNIGHT_US + 5_000_000],
        [1_234_500],
        [13],
        [128],
        [99],
        [101_200],
        [4],
        [6],
    )
