"""What form an input is, from the first 64 KiB of its content and nothing else."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from typing import TYPE_CHECKING

from lambda_triage.sources.exchanges import is_transcript
from lambda_triage.sources.files.documents import is_refusal
from lambda_triage.sources.files.form import Form
from lambda_triage.sources.files.insights import is_header
from lambda_triage.sources.files.line_forms import ANSI, line_form
from lambda_triage.sources.files.partial_json import first_value
from lambda_triage.sources.files.shapes import is_payload, json_form
from lambda_triage.sources.files.templates import template_language
from lambda_triage.sources.files.unpack import HEAD, UTF8_MARK, UTF16_MARKS
from lambda_triage.sources.packages.listing import is_code_listing
from lambda_triage.sources.settings import is_settings

if TYPE_CHECKING:
    from lambda_triage.sources.files.item import Json

__all__ = ["Form", "recognise"]

MARKER = b"Permission Check Successful"  # CreateExportTask writes it as aws-logs-write-test
ZIP = b"PK\x03\x04"
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\b\x1b"))
CONTROL_SHARE = 0.05  # random bytes have 0.10, text none
UNDECODABLE_SHARE = 0.25  # of bytes that are not UTF-8; Latin-1 text has a few percent
BASE64 = re.compile(rb'"?[A-Za-z0-9+/\s]{24,}={0,2}\s*"?\s*')
LOG_WORDS = re.compile(rb"RequestId: |Duration: |\b(?:START|END|REPORT|INFO|ERROR|WARN)\b")


def recognise(head: bytes) -> Form:
    """The form of content whose first bytes these are."""
    whole = len(head) < HEAD
    head = _as_utf8(head)
    text = head.strip()
    if not text:
        return Form.empty if whole else Form.plain
    if head.startswith(ZIP):
        return Form.document  # archives of evidence were unpacked before: this is code
    if _is_binary(head):
        return Form.binary
    if text.strip(b'"') == MARKER:
        return Form.marker
    if is_code_listing(text) or is_refusal(text):
        return Form.document
    if is_settings(text):
        return Form.settings
    if template_language(text):
        return Form.template
    if text[:1] in b"{[" and (form := _json(text, whole)):
        return form
    if is_header(text.split(b"\n", 1)[0]):
        return Form.insights_csv
    form = _base64(text) or line_form(head)
    transcript = form is Form.plain and is_transcript(head, whole=whole)
    return Form.transcript if transcript else form


def is_one_object(head: bytes) -> bool:
    """Whether it is one JSON object and nothing after it, as far as it can be seen."""
    found = first_value(_as_utf8(head).strip().decode("utf-8", "replace"))
    return found is not None and isinstance(found[0], dict) and not (found[1] or "").strip()


def _as_utf8(head: bytes) -> bytes:
    if head.startswith(UTF16_MARKS):
        return codecs.decode(head[: len(head) & ~1], "utf-16", "replace").encode("utf-8", "replace")
    return head.removeprefix(UTF8_MARK)


def _is_binary(head: bytes) -> bool:
    controls = len(head) - len(head.translate(None, CONTROLS))
    if controls > CONTROL_SHARE * len(head):
        return True
    lost = len(head) - len(head.decode("utf-8", "ignore").encode())
    return lost > max(4, UNDECODABLE_SHARE * len(head))


def _json(text: bytes, whole: bool) -> Form | None:
    """Containers and documents; None for text that only begins like JSON, and JSON lines of it."""
    found = first_value(ANSI.sub(b"", text).decode("utf-8", "replace"))
    if found is None or not isinstance(found[0], (dict, list)):
        return None
    value, rest = found
    form = json_form(value)
    if form is None:
        return _other_json(value, text, rest, whole)
    if rest and not _goes_on(form, rest):
        return None
    return None if rest is None and whole and form is Form.document else form


def _other_json(value: Json, text: bytes, rest: str | None, whole: bool) -> Form | None:
    """One pretty-printed value is a document of a kind unknown; a single line is a log line."""
    if rest or b"\n" not in text or (rest is None and whole):
        return None
    return Form.document if isinstance(value, dict) or _holds_objects(value) else None


def _holds_objects(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _goes_on(form: Form, rest: str) -> bool:
    """What follows the first value is of its kind, or too short to tell."""
    following = first_value(rest)
    if following is None:
        return False
    value, after = following
    other = json_form(value)
    cut = after is None
    return other is form or cut or {form, other} <= {Form.filter_log_events, Form.get_log_events}


def _base64(text: bytes) -> Form | None:
    """A LogResult, or the data of a subscription, as the bare value."""
    if not BASE64.fullmatch(text) and not (len(text) > HEAD // 2 and BASE64.match(text)):
        return None
    packed = b"".join(text.strip(b'"').split())
    if is_payload(packed[:32].decode("ascii", "replace")):
        return Form.subscription
    try:
        plain = base64.b64decode(packed[: len(packed) & ~3], validate=True)
    except (binascii.Error, ValueError):
        return None
    return Form.log_result if not _is_binary(plain) and LOG_WORDS.search(plain) else None
