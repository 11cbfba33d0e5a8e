"""The same history reads back the same from every container that carries it."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
import zstandard

from lambda_triage.scan.block import Block, Prefix
from lambda_triage.sources.files.form import Form
from lambda_triage.sources.files.input import Input
from lambda_triage.sources.files.inputs import expand
from lambda_triage.sources.files.read import read, recognise_input
from tests.sources.files import containers as c
from tests.sources.files.known import (
    GROUP,
    NO_STREAMS,
    ONLY_TEXT,
    STREAMS,
    WHOLE,
    Seen,
    seen,
    seen_in,
    skips,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECONDS: list[Seen] = [
    (t // 1_000_000 * 1_000_000, s, m) for t, s, m in NO_STREAMS if t is not None
]

CASES: list[tuple[Callable[[], bytes], Form, list[Seen]]] = [
    (c.filter_log_events, Form.filter_log_events, WHOLE),
    (c.event_lines, Form.filter_log_events, WHOLE),
    (c.live_tail, Form.filter_log_events, WHOLE),
    (c.get_log_events, Form.get_log_events, NO_STREAMS),
    (c.tail_detailed, Form.tail_detailed, WHOLE),
    (c.tail_short, Form.tail_short, SECONDS),
    (c.tail_json, Form.tail_json, WHOLE),
    (c.sam_logs, Form.sam_logs, WHOLE),
    (lambda: c.sam_logs("+00:00"), Form.sam_logs, WHOLE),
    (c.coloured_sam_logs, Form.sam_logs, WHOLE),
    (c.s3_export, Form.s3_export, NO_STREAMS),
    (c.console_tabs, Form.console_copy, NO_STREAMS),
    (c.concatenated, Form.subscription, WHOLE),
    (c.concatenated_gzip, Form.subscription, WHOLE),
    (c.twice_gzipped, Form.subscription, WHOLE),
    (c.lambda_event, Form.subscription, WHOLE),
    (c.zlib_lambda_event, Form.subscription, WHOLE),
    (c.kinesis_event, Form.subscription, WHOLE),
    (c.firehose_event, Form.subscription, WHOLE),
    (c.insights_answer, Form.insights_json, WHOLE),
    (c.insights_export, Form.insights_json, WHOLE),
    (c.insights_csv, Form.insights_csv, WHOLE),
    (c.search_csv, Form.insights_csv, NO_STREAMS),
    (c.telemetry, Form.telemetry, NO_STREAMS),
]


@pytest.mark.parametrize(("write", "form", "expected"), CASES)
def test_every_container_gives_back_the_history(
    write: Callable[[], bytes], form: Form, expected: list[Seen], tmp_path: Path
) -> None:
    path = tmp_path / "given"
    path.write_bytes(write())

    actual = recognise_input(Input("given", path)), seen_in(path)

    assert actual == (form, expected)


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_compression_is_known_by_its_bytes_not_by_the_name(
    pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "export.txt"
    path.write_bytes(pack(c.s3_export()))

    assert seen_in(path) == NO_STREAMS


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_byte_order_marks_are_understood(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "powershell.txt"
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    path.write_bytes(mark + c.sam_logs().decode().encode(encoding))

    assert seen_in(path) == WHOLE


@pytest.mark.parametrize("write", [c.console_table, c.console_columns])
def test_console_tables_keep_times_and_lines(write: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "copied"
    path.write_bytes(write())

    actual = [(time, text.rstrip(" |\t")) for time, _, text in seen_in(path)]

    assert actual == [(time, text.rstrip()) for time, _, text in WHOLE]


def test_plain_lines_are_passed_on_raw(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("\n".join(text for _, _, text in WHOLE), encoding="utf-8")

    blocks = list(read(Input("log", path, (), path.stat().st_size), 3))

    data = path.read_bytes() + b"\n"
    assert blocks == [Block(data, 3, Prefix.NONE, 0, 0)]


def test_an_s3_export_takes_its_stream_from_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "exportedlogs" / "task" / STREAMS[0].replace("/", "-")
    folder.mkdir(parents=True)
    (folder / "000000.gz").write_bytes(gzip.compress(c.s3_export()))
    (tmp_path / "exportedlogs" / "aws-logs-write-test").write_text("Permission Check Successful")

    inputs = expand([str(tmp_path)]).inputs
    items = [item for n, source in enumerate(inputs) for item in read(source, n)]

    assert (skips(items), seen(items)) == ({"marker": 1}, [(t, STREAMS[0], m) for t, _, m in WHOLE])


@pytest.mark.parametrize("write", [c.concatenated, c.live_tail, c.insights_answer])
def test_groups_named_in_payloads_come_with_the_stream(
    write: Callable[[], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "given"
    path.write_bytes(write())

    items = list(read(Input("given", path), 0))

    groups = {s.group for b in items if isinstance(b, Block) and b.events for s in b.events.streams}
    assert groups == {GROUP}


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (c.sam_logs, {"assumed_utc": 1}),
        (lambda: c.sam_logs("+00:00"), {}),
        (c.coloured_sam_logs, {"assumed_utc": 1}),
        (c.tail_short, {"assumed_utc": 1}),
        (c.insights_csv, {"assumed_utc": 1}),
        (c.insights_answer, {"newest_first": 20}),
        (c.concatenated, {"control": 1}),
        (c.tail_detailed, {}),
    ],
)
def test_what_was_assumed_or_left_out_is_counted(
    write: Callable[[], bytes], expected: dict[str, int], tmp_path: Path
) -> None:
    path = tmp_path / "given"
    path.write_bytes(write())

    assert skips(read(Input("given", path), 0)) == expected


def test_message_lists_of_a_cli_query_are_messages_without_times(tmp_path: Path) -> None:
    import json

    path = tmp_path / "given"
    path.write_text(json.dumps([m + "\n" for _, _, m in WHOLE], indent=4))

    assert seen_in(path) == ONLY_TEXT
