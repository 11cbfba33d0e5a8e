"""One input → blocks of events, documents, and counts of what was left out, as they are met."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from lambda_triage.scan.block import EVENT_LIMIT, Block
from lambda_triage.sources.files.answer_file import answer_file, is_saved_answer
from lambda_triage.sources.files.form import RAW_PREFIX, Form
from lambda_triage.sources.files.item import Document, Range, Skipped
from lambda_triage.sources.files.ranges import RANGE, lines_before, ranges
from lambda_triage.sources.files.recognise import ZIP, is_one_object, recognise
from lambda_triage.sources.files.runs import Seen, cut_note, cutter, runs
from lambda_triage.sources.files.unpack import open_input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.sources.files.input import Input
    from lambda_triage.sources.files.unpack import Content

__all__ = [
    "Document", "Form", "Item", "Range", "Skipped", "lines_before", "ranges", "read",
    "read_range", "recognise_input",
]  # fmt: skip

Item: TypeAlias = Block | Document | Skipped
EXPORT_FOLDER = re.compile(r"(\d{4})-(\d\d)-(\d\d)-([^/]*\[[^/]+\][0-9a-f]{32})")
NO_ZONE = re.compile(rb"\d\d:\d\d:\d\d(?:\.\d{6})? ")
SETTINGS_LIMIT = 1 << 20  # bytes of a samconfig file
AS_LINES = ("unknown", "lambda.Invoke", "http archive")  # documents that may hold messages, too
# Forms that an answer whose name tells what it is may have, and which need a reader of their own.
NO_ANSWER = (
    Form.filter_log_events, Form.get_log_events, Form.insights_json, Form.template, Form.binary,
    Form.empty,
)  # fmt: skip
LEFT_OUT = {
    Form.binary: "binary data; not a log",
    Form.marker: "the marker that an export to S3 leaves",
    Form.empty: "no content",
}


def recognise_input(source: Input) -> Form:
    """The form of an input, from the head of its content; an answer of AWS also by its name."""
    if source.path.is_dir():
        return Form.document  # a built package
    content = open_input(source)
    try:
        head = content.head()
    finally:
        content.close()
    form = recognise(head)
    asked = answer_file(source.name)
    if asked and form not in NO_ANSWER:
        return Form.document
    if form is Form.plain and is_saved_answer(source.name) and is_one_object(head):
        return Form.document  # an answer on one line, with too little in it to be known by
    return form


def read(source: Input, index: int, form: Form | None = None) -> Iterator[Item]:
    """All of an input; `index` is its place in the case, and comes back in every item.

    Never raises for what the input holds: a fault ends the input, and is given as a Skipped.
    """
    form = form or recognise_input(source)
    seen = Seen()
    for part in ranges(source, form, RANGE):
        yield from _read(source, index, form, part, seen)
    yield from cut_note(seen, index, EVENT_LIMIT)


def read_range(source: Input, index: int, form: Form, part: Range) -> Iterator[Item]:
    """One range of an input. Line numbers count from `part.line`."""
    seen = Seen(part.line)
    yield from _read(source, index, form, part, seen)
    yield from cut_note(seen, index, EVENT_LIMIT)


def _read(source: Input, index: int, form: Form, part: Range, seen: Seen) -> Iterator[Item]:
    if form is Form.document and source.path.is_dir():
        yield Document("package", {"path": str(source.path)}, index)
        return
    content = open_input(source, part.start, part.end)
    try:
        yield from _items(source, content, index, form, part, seen)
        if content.fault is not None:
            yield replace(content.fault, input=index)
    finally:
        content.close()


def _items(
    source: Input, content: Content, index: int, form: Form, part: Range, seen: Seen
) -> Iterator[Item]:
    if form in LEFT_OUT:
        if not content.fault:
            yield Skipped(form.value, 1, LEFT_OUT[form], index)
    elif form not in RAW_PREFIX:
        yield from _decoded(source, content, index, form, seen)
    elif part.start == 0 and b"\x1b" in content.head():
        yield from _coloured(source, content, index, form)
    else:
        if part.start == 0 and form in (Form.tail_short, Form.sam_logs):
            yield from _zone_note(content.head(), index)
        yield from _raw(source, content, index, form, part.start, seen)


def _raw(
    source: Input, content: Content, index: int, form: Form, start: int, seen: Seen
) -> Iterator[Block]:
    stream = export_stream(source.name)
    offset = start + content.origin
    for block in runs(content, form, index, cutter(form), offset, seen):
        yield replace(block, stream=stream) if stream else block


def _zone_note(head: bytes, index: int) -> Iterator[Skipped]:
    if NO_ZONE.search(head[:1024]):
        yield Skipped("assumed_utc", 1, "times without a zone are taken as UTC", index)


def _coloured(source: Input, content: Content, index: int, form: Form) -> Iterator[Item]:
    """Terminal colours are taken out, which a raw block cannot do."""
    from lambda_triage.sources.files.text_events import text_events, uncoloured

    if form is Form.plain:
        yield from uncoloured(content, index)
    else:
        stream = export_stream(source.name)
        for item in text_events(content, index, form):
            yield replace(item, stream=stream) if stream and isinstance(item, Block) else item


def _decoded(source: Input, content: Content, index: int, form: Form, seen: Seen) -> Iterator[Item]:
    """Containers; each reader is loaded only where it is needed."""
    match form:
        case Form.filter_log_events | Form.get_log_events:
            from lambda_triage.sources.files.json_events import json_events

            yield from json_events(content, index)
        case Form.subscription:
            from lambda_triage.sources.files.subscription import subscription

            yield from subscription(content, index)
        case Form.insights_json:
            from lambda_triage.sources.files.insights import insights_json

            yield from insights_json(content, index)
        case Form.insights_csv:
            from lambda_triage.sources.files.insights import insights_csv

            yield from insights_csv(content, index)
        case Form.telemetry:
            from lambda_triage.sources.files.telemetry import telemetry

            yield from telemetry(content, index)
        case Form.log_result:
            from lambda_triage.sources.files.log_result import log_result

            yield from log_result(content, index)
        case Form.document:
            yield from _document(source, content, index, seen)
        case Form.transcript:
            yield from _transcript(source, content, index, seen)
        case Form.settings:
            yield Document("deployment settings", {"text": _text(content)}, index)
        case Form.template:
            from lambda_triage.sources.files.templates import template

            yield template(content, index)
        case _:
            from lambda_triage.sources.files.text_events import text_events

            yield from text_events(content, index, form)


def _document(source: Input, content: Content, index: int, seen: Seen) -> Iterator[Item]:
    """Documents; error payloads, recordings and unknown JSON are lines of a log, too."""
    from lambda_triage.sources.files.documents import documents, is_refusal
    from lambda_triage.sources.packages.listing import LISTING_LIMIT, is_code_listing

    head = content.head()
    if head.startswith(ZIP):
        yield Document("package", {"path": str(source.path)}, index)
        return
    if is_code_listing(head):
        text = content.read(LISTING_LIMIT).decode("utf-8", "replace").replace("\r\n", "\n")
        yield Document("package", {"text": text}, index)
        return
    if is_refusal(head.strip()):
        yield Document("lambda.GetPolicy refused", {}, index)
        return
    as_lines = False
    asked = answer_file(source.name) is not None or is_saved_answer(source.name)
    for item in documents(content, index):
        as_lines |= isinstance(item, Skipped) or (item.kind in AS_LINES and not asked)
        yield item
    if as_lines:
        yield from _as_lines(source, index, seen)


def _transcript(source: Input, content: Content, index: int, seen: Seen) -> Iterator[Item]:
    """Exchanges of HTTP, and all lines, since messages may stand between them and in answers."""
    from lambda_triage.sources.exchanges import TRANSCRIPT_LIMIT

    text = content.read(TRANSCRIPT_LIMIT).decode("utf-8", "replace")
    yield Document("http transcript", {"text": text}, index)
    yield from _as_lines(source, index, seen)


def _text(content: Content) -> str:
    return content.read(SETTINGS_LIMIT).decode("utf-8", "replace").replace("\r\n", "\n")


def _as_lines(source: Input, index: int, seen: Seen) -> Iterator[Item]:
    again = open_input(source)
    try:
        yield from _items(source, again, index, Form.plain, Range(), seen)
    finally:
        again.close()


def export_stream(name: str) -> str | None:
    """The log stream that the folder of an S3 export is named for, its slashes put back."""
    folders = name.replace("\\", "/").rpartition("!")[2].split("/")[:-1]
    match = EXPORT_FOLDER.fullmatch(folders[-1]) if folders else None
    return "{}/{}/{}/{}".format(*match.groups()) if match else None
