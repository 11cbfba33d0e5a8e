"""The first JSON value of a text that may be cut anywhere."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lambda_triage.sources.files.item import Json

TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[{}\[\],]', re.DOTALL)
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
    mark = ""
    for match in TOKEN.finditer(text):
        mark = match[0]
        if mark in CLOSER:
            open_brackets.append(CLOSER[mark])
        elif mark in ("}", "]"):
            if not open_brackets or open_brackets.pop() != mark:
                return None
            if not open_brackets:
                return None  # complete, and yet it did not parse
        elif mark == ",":
            comma = match.start(), "".join(reversed(open_brackets))
    closers = "".join(reversed(open_brackets))
    tries = [text.rstrip() + closers]
    if mark.startswith('"') and not _closed(mark):
        tries.append(re.sub(r"\\(?:u[0-9a-fA-F]{0,3})?$", "", text) + '"' + closers)
    if comma is not None:
        tries.append(text[: comma[0]] + comma[1])
    return next((value for attempt in tries if (value := _parse(attempt)) is not None), None)


def _closed(string: str) -> bool:
    return re.fullmatch(r'"(?:[^"\\]++|\\.)*+"', string, re.DOTALL) is not None


def _parse(text: str) -> Json:
    try:
        value: Json = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return value
