"""Bytes read at many positions at once, eight to a machine word, and the numbers in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD = 8  # bytes of a machine word
_PIECE = 1 << 18  # bytes compared at a time: stays in the second-level cache
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_HIGH = np.uint64(0x8080808080808080)
_OVER_NINE = np.uint64(0x7676767676767676)  # lifts a byte over 9 into its high bit
_ASCII_ZEROS = np.uint64(0x3030303030303030)
_FRAME = np.uint64(0x000000FF000000FF)
_HEX = np.full(256, 255, np.uint8)
_HEX[list(b"0123456789abcdef")] = np.arange(16)
_SHAPES = bytes(
    ord("0") if chr(byte) in "0123456789abcdef" else byte if byte == ord("-") else ord("x")
    for byte in range(256)
)
_UUID_SHAPE = b"00000000-0000-0000-0000-000000000000"
_UUID_DIGITS = np.array([at for at in range(36) if at not in (8, 13, 18, 23)])


class BytesAt:
    """Reads of `data` at columns of positions. Past its end all bytes read as newlines."""

    __slots__ = ("data", "size")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = len(data)

    def fields(self, at: NDArray[np.int64], width: int) -> NDArray[np.uint8]:
        """One row of `width` bytes for each position."""
        kind = np.dtype(f"V{width}")
        last = self.size - width
        if last >= 0:
            whole = np.ndarray((last + 1,), kind, self.data, strides=(1,))
            if not at.size or (at.max() <= last and at.min() >= 0):
                return whole[at].view(np.uint8).reshape(-1, width)
            picked = whole[np.clip(at, 0, last)]
        else:
            picked = np.zeros(len(at), kind)
        base = max(last, 0)
        tail = self.data[base:] + b"\n" * width
        late = np.flatnonzero(at > last)
        ends = np.ndarray((len(tail) - width + 1,), kind, tail, strides=(1,))
        picked[late] = ends[np.clip(at[late], base, self.size) - base]
        return picked.view(np.uint8).reshape(-1, width)

    def words(self, at: NDArray[np.int64]) -> NDArray[np.uint64]:
        """The eight bytes at each position; the first one is the lowest byte."""
        return self.fields(at, _WORD).view("<u8").reshape(-1)

    def octets(self, at: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The byte at each position."""
        return self.fields(at, 1).reshape(-1)

    def spells(self, at: NDArray[np.int64], text: bytes) -> NDArray[np.bool_]:
        """Whether `text` stands at each position."""
        same: NDArray[np.bool_]
        if len(text) < _WORD:
            same = self.texts(at, len(text)) == text
            return same
        words = -(-len(text) // _WORD)
        found = self.fields(at, words * _WORD).view("<u8").reshape(-1, words)
        wanted = np.frombuffer(text.ljust(words * _WORD, b"\0"), "<u8")
        same = found[:, 0] == wanted[0]
        for number in range(1, words):
            mask = low_bytes(len(text) - number * _WORD)
            same &= (found[:, number] & mask) == wanted[number]
        return same

    def texts(self, at: NDArray[np.int64], width: int) -> NDArray[np.bytes_]:
        """The text of `width` bytes at each position; numpy leaves out NULs at its end."""
        return self.fields(at, width).view(f"S{width}").reshape(-1)

    def find(self, byte: int, limit: int | None = None) -> NDArray[np.int64]:
        """Every position of one byte, or little more than the first `limit` of them."""
        column = np.frombuffer(self.data, np.uint8)
        found = [np.zeros(0, np.int64)]
        count = 0
        for start in range(0, self.size, _PIECE):
            found.append(np.flatnonzero(column[start : start + _PIECE] == byte) + start)
            count += len(found[-1])
            if limit is not None and count > limit:
                break
        return np.concatenate(found)

    def find_text(self, text: bytes, rare: int) -> NDArray[np.int64]:
        """Every position of `text`, whose byte number `rare` is seldom seen in logs."""
        at = self.find(text[rare]) - rare
        at = at[at >= 0]
        return at[self.spells(at, text)]

    def number(self, at: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The decimal number at each position and its count of digits: 0 to 8, where 8 is many."""
        word = self.words(at) ^ _ASCII_ZEROS
        other = over_nine(word)
        digits = np.bitwise_count((other & (~other + np.uint64(1))) - np.uint64(1)) >> 3
        word = word << (np.uint64(64) - np.maximum(digits, 1).astype(np.uint64) * np.uint64(8))
        pairs = word * np.uint64(10) + (word >> np.uint64(8))
        upper = (pairs & _FRAME) * np.uint64(100 + (1000000 << 32))
        lower = ((pairs >> np.uint64(16)) & _FRAME) * np.uint64(1 + (10000 << 32))
        return ((upper + lower) >> np.uint64(32)).astype(np.int64), digits.astype(np.int64)

    def uuids(self, at: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """Upper and lower half of the lower-case UUID that stands at each position."""
        nibbles = _HEX[self.fields(at, 36)[:, _UUID_DIGITS]]
        octets = np.ascontiguousarray((nibbles[:, 0::2] << 4) | nibbles[:, 1::2])
        halves = octets.view(">u8").astype(np.uint64)
        return halves[:, 0], halves[:, 1]

    def is_uuid(self, at: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether a canonical lower-case UUID stands at each position."""
        shapes = self.fields(at, 36).tobytes().translate(_SHAPES)
        result: NDArray[np.bool_] = np.frombuffer(shapes, "S36") == _UUID_SHAPE
        return result


def over_nine(word: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The high bit of each byte over 9, exact up to and including the first such byte."""
    return ((word + _OVER_NINE) | word) & _HIGH


def low_bytes(count: int) -> np.uint64:
    """A mask of the first `count` bytes of a word."""
    return np.uint64((1 << 8 * min(count, _WORD)) - 1)
