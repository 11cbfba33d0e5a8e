"""The columnar scan and the plain one give the same answers, whatever the block holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from lambda_triage.scan.columns import scan_columns
from lambda_triage.scan.pieces import joined, pieces
from lambda_triage.scan.result import Scan, rows_of
from lambda_triage.scan.row import Kind, Row
from lambda_triage.scan.slow import scan_slow

from .made import MATCHER, blocks

if TYPE_CHECKING:
    from lambda_triage.scan.block import Block

THOROUGH = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def without_end(found: Scan, fast: Scan) -> list[Row]:
    """The rows, but for the END lines of clean invocations, which a scan does not keep."""
    kept = {row.line for row in rows_of(fast)}
    return [row for row in rows_of(found) if row.kind is not Kind.END or row.line in kept]


@THOROUGH
@given(blocks())
def test_both_scans_find_the_same_rows(block: Block) -> None:
    fast, slow = scan_columns(block, MATCHER), scan_slow(block, MATCHER)

    assert rows_of(fast) == without_end(slow, fast)


@THOROUGH
@given(blocks())
def test_both_scans_count_and_date_the_same(block: Block) -> None:
    fast, slow = scan_columns(block, MATCHER), scan_slow(block, MATCHER)

    assert replace(fast, rows=[], clean=None) == replace(slow, rows=[], clean=None)


@THOROUGH
@given(blocks())
def test_each_line_is_counted_once(block: Block) -> None:
    lines = block.data.count(b"\n") + (not block.data.endswith(b"\n") and bool(block.data))

    assert sum(scan_columns(block, MATCHER).counts.values()) == lines


@THOROUGH
@given(blocks())
def test_a_block_read_in_pieces_gives_the_same_rows(block: Block) -> None:
    whole = scan_columns(block, MATCHER)

    parts = joined(block, [scan_columns(piece, MATCHER) for piece in pieces(block, 600)])

    assert placed(without_end(whole, parts)) == placed(without_end(parts, whole))


def placed(rows: list[Row]) -> list[Row]:
    """The rows without the words around them, which a piece does not see in another one."""
    return [replace(row, before=None, before_us=None, after=None) for row in rows]
