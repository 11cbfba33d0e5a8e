"""Answers in pages: as many items as fit into the size that an agent can bear, the rest by cursor.

A cursor names a kept answer and the item to go on with, so that the same cursor gives the same page
until it expires.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from lambda_triage.errors import UsageError
from lambda_triage.mcp.quoted import NOTE, OPEN
from lambda_triage.mcp.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lambda_triage.mcp.frames import Done

PAGE_BYTES = 8_192  # of a whole result: structured and as text
ENVELOPE = 400  # bytes of a result around both
KEPT = 64  # answers that wait for their cursors
KEPT_BYTES = 64 << 20
LIFE = 1_800.0  # seconds from the last use of a cursor
SHORTEST = 24  # characters that a text is cut to at last

Node = dict[str, Any]


class Page(Struct, frozen=True):
    """One page, in both forms."""

    structured: Node
    text: str


class _Kept(Struct):
    head: Node
    items: tuple[bytes, ...]
    bytes: int
    used: float


class Pages:
    """The answers whose rest may still be asked for."""

    def __init__(self, size: int = PAGE_BYTES, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = size
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def first(self, done: Done) -> Page:
        """The first page of an answer."""
        head: Node = msgspec.json.decode(done.head)
        return self._page("", head, done.items, 0)

    def next(self, cursor: str) -> Page:
        """The page that a cursor stands for. Raises UsageError when it is over."""
        self._expire()
        key, _, start = cursor.partition(".")
        kept = self._kept.get(key)
        if kept is None or not start.isdigit() or not 0 < int(start) < len(kept.items):
            raise UsageError("this cursor is unknown or expired; call the tool again")
        kept.used = self._clock()
        self._kept.move_to_end(key)
        return self._page(key, kept.head, kept.items, int(start))

    def _page(self, key: str, head: Node, items: Sequence[bytes], start: int) -> Page:
        total = {"items": [], "total": len(items)} if items else {}
        shown: Node = {**head, **total}
        room = self._size - ENVELOPE - len("next_cursor: 0123456789abcdef.000000") * 2
        shown = _shrunk(shown, room // 2 if items else room)
        taken = 0
        for raw in items[start:]:
            item = msgspec.json.decode(raw)
            if not taken:  # one is always shown, be it cut
                item = _shrunk(item, room - _weight(_noted(shown)) - len(NOTE) * 2)
            more = {**shown, "items": [*shown["items"], item]}
            if taken and _weight(_noted(more)) > room:
                break
            shown, taken = more, taken + 1
        end = start + taken
        if end < len(items):
            key = key or self._keep(head, tuple(items))
            shown["next_cursor"] = f"{key}.{end}"
        shown = _noted(shown)
        return Page(shown, words(shown))

    def _keep(self, head: Node, items: tuple[bytes, ...]) -> str:
        key = secrets.token_hex(8)
        weight = sum(len(raw) for raw in items)
        self._kept[key] = _Kept(head, items, weight, self._clock())
        self._expire()
        return key

    def _expire(self) -> None:
        now = self._clock()
        while self._kept:
            key, oldest = next(iter(self._kept.items()))
            full = (
                len(self._kept) > KEPT or sum(k.bytes for k in self._kept.values()) > KEPT_BYTES
            ) and len(self._kept) > 1
            if not full and now - oldest.used <= LIFE:
                return
            del self._kept[key]


def _noted(shown: Node) -> Node:
    """With the word of warning, where something is quoted."""
    if OPEN.encode() not in msgspec.json.encode(shown):
        return shown
    return {"note": NOTE, **{k: v for k, v in shown.items() if k != "note"}}


def _weight(shown: Node) -> int:
    """Bytes of a page on the wire, in both forms."""
    return len(msgspec.json.encode(shown)) + len(msgspec.json.encode(words(shown)))


def _shrunk(node: Node, room: int) -> Node:
    """The node with its longest texts cut until it fits, structured and as text."""
    limit = 4_096
    while _weight(node) > room and limit >= SHORTEST:
        node = _cut(node, limit)
        limit //= 2
    return node


def _cut(node: Any, limit: int) -> Any:
    if isinstance(node, str):
        return node if len(node) <= limit else _ended(node, limit)
    if isinstance(node, dict):
        return {key: _cut(value, limit) for key, value in node.items()}
    if isinstance(node, list):
        return [_cut(value, limit) for value in node[: max(3, limit // 8)]]
    return node


def _ended(text: str, limit: int) -> str:
    """The beginning of a text; a quotation keeps its end mark."""
    from lambda_triage.mcp.quoted import CLOSE

    if text.startswith(OPEN):
        return text[: max(limit - len(CLOSE), len(OPEN))] + "…" + CLOSE
    return text[:limit] + "…"
