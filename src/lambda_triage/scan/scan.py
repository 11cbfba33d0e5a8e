"""One block of log events → rows of interest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.scan.slow import scan_slow

if TYPE_CHECKING:
    from lambda_triage.scan.block import Block
    from lambda_triage.scan.literals import Matcher
    from lambda_triage.scan.result import Scan

SMALL = 64 << 10  # bytes; reading so few event by event takes less time than importing NumPy


def scan(block: Block, matcher: Matcher) -> Scan:
    """Every platform line and literal hit of a block; of a large one, clean invocations as columns.

    Both ways of reading give the same rows: tests/scan/test_equivalence.py holds them together.
    """
    if len(block.data) <= SMALL:
        return scan_slow(block, matcher)
    from lambda_triage.scan.columns import scan_columns

    return scan_columns(block, matcher)
