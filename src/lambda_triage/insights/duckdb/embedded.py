"""The first JSON object inside a message, found by hand where SQL cannot: the rare messages."""

from __future__ import annotations

import re

LEAVES = 200  # fields discovered in one JSON event: user guide, "Supported logs", as of 2026-04
_DEPTH = 500  # maps in maps at most; anything deeper is not an object
_TRIES = 32  # braces that may be the start of the object
_WORK = 4_000_000  # tokens and characters looked at in one message

_START = re.compile(r'\{(?=[ \t\r\n]*["}])')
_TOKEN = re.compile(
    r"""[\ \t\r\n]*(?:
      (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<mark>[,:])
    | (?P<text>"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")
    | (?P<other>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)
    )""",
    re.VERBOSE,
)


def embedded(message: str) -> str | None:
    """The text of the first object, cut behind its 200th leaf; None where there is none.

    >>> embedded('got {"a": 1} and {"b": 2}')
    '{"a": 1}'
    """
    left = _WORK
    for _, start in zip(range(_TRIES), _START.finditer(message), strict=False):
        found, end = _object(message, start.start())
        if found is not None:
            return found
        left -= end - start.start()
        if left < 0:
            return None
    return None


def _object(text: str, start: int) -> tuple[str | None, int]:
    """The object that begins at `start`, or None and how far it was read."""
    at, leaves, cut = start, 0, None
    open_: list[str] = []
    expected = "value"  # value, value or ], key or }, key, :, or , and the closing brace
    while True:
        token = _TOKEN.match(text, at)
        if token is None or len(open_) > _DEPTH:
            return None, at
        kind, at = str(token.lastgroup), token.end()
        mark = token.group(kind)
        after = _next(expected, kind, mark, open_)
        if after is None:
            return None, at
        if kind in ("text", "other") and expected.startswith("value"):
            leaves += 1
            if leaves == LEAVES:
                cut = text[start:at] + "".join(reversed(open_))
        if not open_:
            return (cut if cut is not None and leaves > LEAVES else text[start:at]), at
        expected = after


def _next(expected: str, kind: str, mark: str, open_: list[str]) -> str | None:
    """What may follow this token; None where the token may not stand here."""
    if kind == "open" and expected.startswith("value"):
        open_.append("}" if mark == "{" else "]")
        return "key or }" if mark == "{" else "value or ]"
    if kind == "close" and open_ and expected in (f"value or {mark}", f"key or {mark}", "end"):
        return "end" if open_.pop() == mark else None
    if kind in ("text", "other") and expected.startswith("value"):
        return "end"
    if kind == "text" and expected.startswith("key"):
        return "colon"
    if mark == ":" and expected == "colon":
        return "value"
    if mark == "," and expected == "end":
        return "key" if open_[-1] == "}" else "value"
    return None
