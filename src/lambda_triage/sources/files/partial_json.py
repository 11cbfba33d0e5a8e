"""The first JSON value of a text that may be cut anywhere."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lambda_triage.sources.files.item import Json

TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[{}\[\],]', re.S)
CLOSER = {"{": "}", "[": "]"}


def first_value(text: str) -> tuple[Json, str | None] | None:
    """The value and the text after it, None where the value is cut; None where it is no JSON."""
    try:
        value, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        mended = _mend(text)
        return None if mended is None else (mended, None)
    return value, text[end:].lstrip()


def _mend(text: str) -> Json:
    """Close what is open at the end of a cut text; else drop what follows its last comma."""
    open_brackets: list[str] = []
    comma: tuple[int, str] | None = None
    token = ""
    for match in TOKEN.finditer(text):
        token = match[0]
        if token in CLOSER:
            open_brackets.append(CLOSER[token])
        elif token in ("}", "]"):
            if not open_brackets or open_brackets.pop() != token:
                return None
            if not open_brackets:
                return None  # complete, and yet it did not parse
        elif token == ",":
            comma = match.start(), "".join(reversed(open_brackets))
    closers = "".join(reversed(open_brackets))
    tries = [text.rstrip() + closers]
    if token.startswith('"') and not _closed(token):
        tries.append(re.sub(r"\\(?:u[0-9a-fA-F]{0,3})?$", "", text) + '"' + closers)
    if comma is not None:
        tries.append(text[: comma[0]] + comma[1])
    return next((value for attempt in tries if (value := _parse(attempt)) is not None), None)


def _closed(token: str) -> bool:
    return re.fullmatch(r'"(?:[^"\\]++|\\.)*+"', token, re.S) is not None


def _parse(text: str) -> Json:
    try:
        value: Json = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return value
