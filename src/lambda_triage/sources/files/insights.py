"""Results of a Logs Insights query that selected @message: API answer, console JSON and CSV."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.scan.block import NO_TIME, Stream
from lambda_triage.sources.files.decode import decode, encode
from lambda_triage.sources.files.json_events import group_name
from lambda_triage.sources.files.json_stream import Elements, Fault, JsonStream
from lambda_triage.sources.files.messages import Messages
from lambda_triage.sources.files.tally import Tally
from lambda_triage.sources.files.times import any_us

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambda_triage.scan.block import Block
    from lambda_triage.sources.files.item import Json, Skipped
    from lambda_triage.sources.files.unpack import Content

Row = dict[str, str]
TURN_LIMIT = 64 << 20  # bytes of messages held to turn newest-first results; a query gives 10,000
CELL = rb'(?:"(?:[^"]++|"")*+"|[^",\r\n]*+)'
RECORD = re.compile(CELL + rb"(?:," + CELL + rb")*+(?:\r?\n)")
LAST_RECORD = re.compile(CELL + rb"(?:," + CELL + rb")*+")
CELLS = re.compile(rb'("(?:[^"]++|"")*+"|[^",\r\n]*+)(?:,|$)')
WINDOW = 1 << 20  # bytes of CSV read at a time
RECORD_LIMIT = 8 << 20  # bytes; a row of events of 1 MiB each in a few columns
NAMES = {"timestamp": "@timestamp", "message": "@message", "logStreamName": "@logStream"}


def is_header(line: bytes) -> bool:
    """The first line of a CSV export: field names, among them the message."""
    names = [NAMES.get(name, name) for name in cells(line.strip())]
    return (
        len(names) > 1 and "@message" in names and all(re.fullmatch(r"@?[\w.]+", n) for n in names)
    )


def insights_json(content: Content, index: int) -> Iterator[Block | Skipped]:
    """One event for each row with a message; newest-first results are turned round."""
    tally = Tally(index)
    yield from _rows_to_blocks(_json_rows(content, tally), index, tally, zoneless_is_utc=True)


def insights_csv(content: Content, index: int) -> Iterator[Block | Skipped]:
    """The same from a CSV export, whose times may be in the zone of the console."""
    tally = Tally(index)
    yield from _rows_to_blocks(_csv_rows(content, tally), index, tally, zoneless_is_utc=False)


def _rows_to_blocks(
    rows: Iterable[Row], index: int, tally: Tally, *, zoneless_is_utc: bool
) -> Iterator[Block | Skipped]:
    messages = Messages(index)
    held: list[tuple[bytes, int, Stream | None]] = []
    size = 0
    for row in rows:
        message = row.get("@message")
        if message is None:
            tally.add("no_message", "rows without @message; add it to the query's fields")
            continue
        time, zoned = any_us(row.get("@timestamp"))
        if not zoned and time != NO_TIME and not zoneless_is_utc:
            tally.once("assumed_utc", "times without a zone are taken as UTC")
        held.append((message.encode("utf-8", "replace"), time, _stream(row)))
        size += len(held[-1][0])
        if size > TURN_LIMIT:
            yield from _give(held, messages, tally)
            size = 0
    yield from _give(held, messages, tally)
    yield from messages.finish()
    yield from tally.skipped()


def _give(
    held: list[tuple[bytes, int, Stream | None]], messages: Messages, tally: Tally
) -> Iterator[Block]:
    times = [time for _, time, _ in held if time != NO_TIME]
    if times and times[0] > times[-1]:
        held.reverse()
        tally.add(
            "newest_first", "events given newest first, read and numbered oldest first", len(held)
        )
    for event in held:
        if messages.add(*event):
            yield from messages.take()
    held.clear()


def _stream(row: Row) -> Stream | None:
    log, name = row.get("@log"), row.get("@logStream")
    if log is None and name is None:
        return None
    return Stream(group_name(log) if log else None, name)


def _json_rows(content: Content, tally: Tally) -> Iterator[Row]:
    for piece in JsonStream(content.read, streamed=frozenset({"results"})).pieces():
        if isinstance(piece, Fault):
            tally.add(piece.kind, piece.reason)
            continue
        value = decode(piece.raw)
        rows = value if isinstance(piece, Elements) and isinstance(value, list) else []
        # A row whose single field is flat looks like a run of flat objects; both are lists.
        for row in rows:
            yield _row(row)


def _row(row: Json) -> Row:
    """`[{field, value}, …]` of the API, or `{"@timestamp": …}` of the console's export."""
    pairs: list[tuple[Json, Json]] = []
    if isinstance(row, dict):
        pairs = [(key, value) for key, value in row.items()]
    elif isinstance(row, list):
        pairs = [(c.get("field"), c.get("value")) for c in row if isinstance(c, dict)]
    return {
        key: value if isinstance(value, str) else encode(value).decode()
        for key, value in pairs
        if isinstance(key, str) and value is not None
    }


def cells(line: bytes) -> list[str]:
    """The cells of one CSV record (RFC 4180)."""
    found = []
    pos = 0
    while match := CELLS.match(line, pos):
        cell = match[1]
        if cell.startswith(b'"'):
            cell = cell[1:-1].replace(b'""', b'"')
        found.append(cell.decode("utf-8", "replace"))
        pos = match.end()
        if not match[0].endswith(b","):
            break
    return found


def _csv_rows(content: Content, tally: Tally) -> Iterator[Row]:
    names: list[str] = []
    for record in _records(content, tally):
        values = cells(record)
        if not names:
            names = [NAMES.get(name, name) for name in values]
        elif record.strip():
            yield {name: value for name, value in zip(names, values, strict=False) if value}


def _records(content: Content, tally: Tally) -> Iterator[bytes]:
    """Whole records; one that is malformed or too large is counted and ends at its line."""
    buf = b""
    ended = False
    while not ended or buf:
        if not ended:
            data = content.read(WINDOW)
            buf, ended = buf + data, not data
        pos = 0
        while match := RECORD.match(buf, pos):
            yield match[0].rstrip(b"\r\n")
            pos = match.end()
        buf = buf[pos:]
        if ended and buf and (match := LAST_RECORD.fullmatch(buf)):
            yield buf
            return
        if buf and (ended or len(buf) > RECORD_LIMIT):
            tally.add("malformed", "CSV rows that are malformed or too large")
            line_end = buf.find(b"\n")
            buf = buf[line_end + 1 :] if line_end >= 0 else b""
