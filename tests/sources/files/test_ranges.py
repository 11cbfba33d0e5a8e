"""Ranges of a file, read apart, give what the file gives; memory stays bounded."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lambda_triage.scan.block import Block
from lambda_triage.sources.files.form import Form
from lambda_triage.sources.files.input import Input
from lambda_triage.sources.files.item import Range
from lambda_triage.sources.files.ranges import lines_before, ranges
from lambda_triage.sources.files.read import read, read_range
from lambda_triage.sources.files.runs import Seen, cutter, runs
from lambda_triage.sources.files.unpack import open_input
from tests.sources.files import containers as c
from tests.sources.files.known import seen, skips

if TYPE_CHECKING:
    from pathlib import Path

RAW = {
    Form.s3_export: c.s3_export,
    Form.tail_short: c.tail_short,
    Form.tail_detailed: c.tail_detailed,
    Form.sam_logs: c.sam_logs,
    Form.plain: lambda: "\n".join(e["message"].rstrip("\n") for e in c.events()).encode(),
}


@pytest.mark.parametrize("form", sorted(RAW))
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(size=st.integers(1, 5000), times=st.integers(1, 3))
def test_ranges_read_apart_are_the_whole_file(
    form: Form, size: int, times: int, tmp_path: Path
) -> None:
    path = tmp_path / "given"
    path.write_bytes(RAW[form]() * times)
    source = Input("given", path, (), path.stat().st_size)

    parts = ranges(source, form, size)
    apart = [item for part in parts for item in read_range(source, 0, form, part)]

    assert seen(apart) == seen(read(source, 0, form))
    assert b"".join(b.data for b in apart if isinstance(b, Block)).startswith(path.read_bytes())


@settings(deadline=None, max_examples=150)
@given(
    form=st.sampled_from(sorted(RAW)),
    target=st.integers(1, 3000),
    limit=st.integers(150, 700),
    junk=st.binary(max_size=40),
)
def test_how_much_is_read_at_a_time_changes_no_event(
    form: Form, target: int, limit: int, junk: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("x") / "given"
    path.write_bytes(RAW[form]() + junk + b"\n" * 3 + RAW[form]())

    def cut_at(target: int) -> tuple[list[tuple[int | None, str | None, str]], Seen]:
        content, counted = open_input(Input("given", path)), Seen()
        blocks = list(runs(content, form, 0, cutter(form, target, limit), 0, counted))
        content.close()
        for block in blocks:
            begin = path.read_bytes()[: block.offset]
            assert block.line == begin.count(b"\n")
            assert path.read_bytes()[block.offset :].startswith(block.data[:-1])
        return seen(blocks), counted

    assert cut_at(target) == cut_at(1 << 20)


def test_other_inputs_are_one_range(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "given"
    path.write_bytes(gzip.compress(c.s3_export()))
    packed = Input("given", path, (), path.stat().st_size)
    path.with_name("json").write_bytes(c.filter_log_events())
    answer = Input("json", path.with_name("json"), (), 10_000)

    actual = ranges(packed, Form.s3_export, 64), ranges(answer, Form.filter_log_events, 64)

    assert actual == ((Range(),), (Range(),))


def test_a_line_number_can_be_looked_up_by_offset(tmp_path: Path) -> None:
    path = tmp_path / "given"
    path.write_bytes(b"a\nb\nc\nd\n")

    assert lines_before(Input("given", path), [6, 0, 2]) == (3, 0, 1)


def test_a_range_says_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "given"
    path.write_bytes(b"START a\nmore\n" * 9000)
    source = Input("given", path, (), path.stat().st_size)

    part = ranges(source, Form.plain, 60_000)[1]
    block = next(b for b in read_range(source, 0, Form.plain, part) if isinstance(b, Block))

    begin = path.read_bytes()[: block.offset]
    assert (block.offset, block.line) == (part.start, 0)
    assert begin.endswith(b"more\n")


def generate(path: Path, kind: str) -> int:
    """200 MB as one line, or as one JSON document."""
    with path.open("wb") as file:
        if kind == "line":
            file.writelines(b"x" * (1 << 20) for _ in range(200))
            return 1
        file.write(b'{"events": [')
        event = b'{"eventId":"1","timestamp":1,"message":"%s"}' % (b"x" * 200)
        file.writelines((b"\n    " + event + b",") for _ in range(800_000))
        file.write(event + b"]}")
        return 800_001


@pytest.mark.long
@pytest.mark.parametrize("kind", ["line", "document"])
def test_memory_does_not_grow_with_the_input(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "given"
    count = generate(path, kind)
    source = Input("given", path, (), path.stat().st_size)
    tracemalloc.start()

    events, kept = 0, []
    for item in read(source, 0):
        if isinstance(item, Block):
            events += len(item.events.starts) if item.events else item.data.count(b"\n")
        else:
            kept.append(item)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert events == count
    assert skips(kept) == ({"cut_event": 1} if kind == "line" else {})
    assert peak < 100 << 20
