"""Functions of texts, by code point; missing where an operand is."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from tests.insights.reference.compare import replace_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.insights.reference.values import Plain, Value

_WHITE = " \t\n\v\f\r"


def _of(compute: Callable[..., Plain]) -> Callable[..., Plain]:
    """A function of printed texts; a text that cannot be decoded makes it missing."""

    def function(*args: Value) -> Plain:
        texts = [each.words for each in args]
        if None in texts:
            return None
        try:
            return compute(*texts)
        except ValueError:
            return None

    return function


def _empty(value: Value) -> bool:
    return value.missing or value.value == ""


def _blank(value: Value) -> bool:
    return value.missing or (isinstance(value.value, str) and not value.value.strip(_WHITE))


def _simple(text: str, change: Callable[[str], str]) -> str:
    """Character by character; those that would become several stay."""
    return "".join(made if len(made := change(each)) == 1 else each for each in text)


def _substr(value: Value, start: Value, size: Value | None = None) -> str | None:
    text, first = value.words, start.number
    if text is None or first is None:
        return None
    first = int(min(max(first, 0), 2e9))
    if size is None:
        return text[first:]
    if size.number is None:
        return None
    return text[first : first + int(min(max(size.number, 0), 2e9))]


def _replace(text: str, old: str, new: str) -> str:
    return text.replace(old, new) if old else text


def _contains(value: Value, part: Value, ignoring: Value | None = None) -> bool | None:
    text, wanted = value.words, part.words
    if text is None or wanted is None:
        return None
    if ignoring is not None and ignoring.condition:
        return _simple(wanted, str.lower) in _simple(text, str.lower)
    return wanted in text


def _regex_replace(value: Value, pattern: Value, new: Value) -> str | None:
    if value.words is None or new.words is None:
        return None
    return replace_all(value.words, str(pattern.value), new.words)


def _url_decode(text: str) -> str:
    return unquote_to_bytes(text).decode()


def _base64_decode(text: str) -> str:
    padded = text + "=" * (-len(text.encode()) % 4)
    return base64.b64decode(padded, validate=True).decode()


def _hex_to_ascii(text: str) -> str | None:
    digits = re.sub(r"\A0[xX]", "", text)
    if not re.fullmatch(r"([0-7][0-9a-fA-F])*", digits):
        return None
    return bytes.fromhex(digits).decode("ascii")


def _hex_to_dec(text: str) -> float | None:
    if not re.fullmatch(r"[+-]?(0[xX])?0*[0-9a-fA-F]{1,16}", text):
        return None
    return float(int(text, 16))


def _dec_to_hex(value: Value) -> str | None:
    number = value.number
    if number is None or abs(number) >= 2**63:
        return None
    whole = int(number)
    return f"-0x{-whole:x}" if whole < 0 else f"0x{whole:x}"


TEXTS: dict[str, Callable[..., Plain]] = {
    "isempty": _empty,
    "isblank": _blank,
    "concat": _of(lambda *texts: "".join(texts)),
    "ltrim": _of(lambda text, chars=_WHITE: text.lstrip(chars) if chars else text),
    "rtrim": _of(lambda text, chars=_WHITE: text.rstrip(chars) if chars else text),
    "trim": _of(lambda text, chars=_WHITE: text.strip(chars) if chars else text),
    "strlen": _of(lambda text: float(len(text))),
    "messageSize": _of(lambda text: float(len(text.encode()))),
    "toupper": _of(lambda text: _simple(text, str.upper)),
    "tolower": _of(lambda text: _simple(text, str.lower)),
    "substr": _substr,
    "replace": _of(_replace),
    "regexReplace": _regex_replace,
    "strcontains": _contains,
    "startsWith": _of(str.startswith),
    "endsWith": _of(str.endswith),
    "urlencode": _of(lambda text: quote(text, safe="")),
    "urldecode": _of(_url_decode),
    "base64encode": _of(lambda text: base64.b64encode(text.encode()).decode()),
    "base64decode": _of(_base64_decode),
    "hexToAscii": _of(_hex_to_ascii),
    "hexToDec": _of(_hex_to_dec),
    "decToHex": _dec_to_hex,
    "md5": _of(lambda text: hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()),
    "sha256": _of(lambda text: hashlib.sha256(text.encode()).hexdigest()),
}
