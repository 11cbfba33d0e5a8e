"""Hostile blocks cost a bounded amount of memory, and no line of them is lost."""

from __future__ import annotations

import tracemalloc

import pytest

from lambda_triage.scan.block import Block, Prefix
from lambda_triage.scan.columns import scan_columns

from .made import MATCHER

SIZE = 2 << 20  # bytes; a quarter of a block as it is read
LIMIT = 100 << 20  # bytes, as the design allows for a whole block


@pytest.mark.parametrize("prefix", list(Prefix))
@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"a\n",
        b"{\n",
        b"}\n",
        b" \r\n",
        b"2024-01-01T00:00:00Z x y\n",
        b"x 2024-01-01T00:00:00Z y\n",
        b'{"platform.',
        b"RequestId: ",
        b"\xff",
    ],
)
def test_a_block_of_one_thing_over_and_over_is_counted(line: bytes, prefix: Prefix) -> None:
    data = line * (SIZE // len(line))
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    tracemalloc.start()

    found = scan_columns(Block(data, 0, prefix), MATCHER)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (sum(found.counts.values()), peak < LIMIT) == (lines, True)
