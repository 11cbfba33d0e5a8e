"""Independent ranges of a plain file: fixed in size, so results never depend on how many read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.sources.files.form import RAW_PREFIX
from lambda_triage.sources.files.item import Range
from lambda_triage.sources.files.runs import LONGEST_PREFIX, NEAR, PLAIN_START, Cutter, cutter
from lambda_triage.sources.files.unpack import open_input

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_triage.sources.files.form import Form
    from lambda_triage.sources.files.input import Input
    from lambda_triage.sources.files.unpack import Content

RANGE = 32 << 20  # bytes
ALL = Range()


def ranges(source: Input, form: Form, size: int = RANGE) -> tuple[Range, ...]:
    """Ranges of about `size` that begin at event starts; one for all where none are to be had."""
    if form not in RAW_PREFIX or source.size is None or source.size <= size:
        return (ALL,)
    content = open_input(source)
    try:
        if not content.plain or b"\x1b" in content.head():
            return (ALL,)
    finally:
        content.close()
    bounds = _bounds(source, cutter(form), source.size, size)
    return tuple(map(Range, [0, *bounds], [*bounds, None]))


def _bounds(source: Input, at: Cutter, total: int, size: int) -> list[int]:
    bounds: list[int] = []
    for wanted in range(size, total, size):
        if bounds and bounds[-1] >= wanted:
            continue  # one event is larger than a range
        content = open_input(source, wanted - 1)
        try:
            start = _first_start(content, at)
        finally:
            content.close()
        if start is None or wanted - 1 + start >= total:
            break
        bounds.append(wanted - 1 + start)
    return bounds


def _first_start(content: Content, at: Cutter) -> int | None:
    """Bytes up to the first event start; in plain text a certain one, if it is near."""
    buf, passed = content.read(NEAR), 0
    if at.start is None:
        certain = Cutter(PLAIN_START).next(buf, 0)
        if certain >= 0:
            return certain
    while (start := at.next(buf, 0)) < 0:
        keep = max(0, len(buf) - LONGEST_PREFIX)
        data = content.read(1 << 20)
        if not data:
            return None
        passed, buf = passed + keep, buf[keep:] + data
    return passed + start


def lines_before(source: Input, offsets: Sequence[int]) -> tuple[int, ...]:
    """Newlines before each offset of the content, in one pass; for citing a few places."""
    counted: dict[int, int] = {}
    content = open_input(source)
    try:
        position, newlines = content.origin, 0
        for offset in sorted(set(offsets)):
            while position < offset and (data := content.read(min(1 << 20, offset - position))):
                newlines += data.count(b"\n")
                position += len(data)
            counted[offset] = newlines
    finally:
        content.close()
    return tuple(counted[offset] for offset in offsets)
