"""Numbers that a sentence tells of a planned function: how long, how often, how large."""

from __future__ import annotations

import re

from lambda_triage.guidance.measures import MB, Measures

LONGEST = 2_048  # characters that are read
_NUMBER = r"(?<![\w.])(?P<n>\d{1,9}(?:[.,]\d{1,6})?)\s?-?"
_UNITS_MS = {"m": 60_000, "h": 3_600_000, "s": 1_000, "d": 86_400_000}
_DURATION = re.compile(
    rf"(?P<before>\w*)\s?{_NUMBER}"
    r"(?P<unit>ms|milliseconds?|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?)\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    rf"{_NUMBER}(?P<k>k\b)?\s?(?:\w{{1,20}}\s?)?(?:/|an?\s|per\s)\s?(?P<unit>s|sec|second|min|minute|hour|day)\b"
    rf"|(?<![\w.])(?P<rps>\d{{1,9}})\s?(?:rps|tps)\b",
    re.IGNORECASE,
)
_SIZE = re.compile(
    rf"(?P<before>(?:\w{{1,20}}\s){{0,3}}){_NUMBER}(?P<unit>kb|kib|mb|mib|gb|gib)\b"
    r"(?P<after>(?:\s\w{1,20}){0,3})",
    re.IGNORECASE,
)
_BYTES = {"k": 1 << 10, "m": MB, "g": 1 << 30}
_REPEATED = frozenset(("every", "per", "last", "within"))  # a schedule or a window
_MEMORY = re.compile(r"\b(?:memory|ram)\b", re.IGNORECASE)
_PAYLOAD = re.compile(
    r"\b(?:payloads?|bod(?:y|ies)|requests?|responses?|answers?|messages?|events?)\b", re.IGNORECASE
)


def told(sentence: str) -> Measures:
    """The largest of each that is told; None where nothing is.

    >>> told("takes 20 minutes, 50 requests a second").duration_ms
    1200000.0
    """
    text = sentence[:LONGEST]
    rates = list(_RATE.finditer(text))
    spans = [rate.span() for rate in rates]
    return Measures(
        duration_ms=max(
            (
                _milliseconds(one)
                for one in _DURATION.finditer(text)
                if one["before"].lower() not in _REPEATED and not _within(one, spans)
            ),
            default=None,
        ),
        requests_per_second=max(map(_per_second, rates), default=None),
        payload_bytes=max(_sizes(text, _PAYLOAD), default=None),
        memory_mb=max((size // MB for size in _sizes(text, _MEMORY)), default=None) or None,
    )


def _number(text: str) -> float:
    return float(text.replace(",", "" if re.fullmatch(r"\d{1,3},\d{3}", text) else "."))


def _milliseconds(one: re.Match[str]) -> float:
    unit = one["unit"].lower()
    is_ms = unit.startswith(("ms", "milli"))
    return _number(one["n"]) * (1 if is_ms else _UNITS_MS[unit[0]])


def _per_second(one: re.Match[str]) -> float:
    if one["rps"]:
        return float(one["rps"])
    number = _number(one["n"]) * (1_000 if one["k"] else 1)
    return number * 1_000 / _UNITS_MS[one["unit"].lower()[0]]


def _sizes(text: str, words: re.Pattern[str]) -> list[int]:
    """Sizes that stand beside one of the words, in bytes."""
    return [
        int(_number(one["n"]) * _BYTES[one["unit"][0].lower()])
        for one in _SIZE.finditer(text)
        if words.search(one["before"]) or words.search(one["after"])
    ]


def _within(one: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start <= one.start("n") < end for start, end in spans)
