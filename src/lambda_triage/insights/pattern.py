"""The pattern of a message: what varies from one to the next becomes `<Type-N>`.

Two steps, so that a million messages are few texts when they get here: `mask` makes numbers and
identifiers alike, which a database does as well with the same two regexes; `pattern` names what is
left. N counts the variable parts of a pattern from the left.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 4_096  # characters of a message that are looked at

# RE2 and Python read these alike.
IDENTIFIER = (
    r"\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
)
HEX = (r"\b[0-9a-fA-F]{16,}\b", "ffffffffffffffff")
DIGITS = (r"[0-9]{2,}|\b[0-9]\b", "00")

_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "UUID": r"\b(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})\b",
        "TraceId": r"\b(?:Root=)?\d+-[0-9a-fA-F]+-[0-9a-fA-F]{16,}\b",
        "ARN": r"\barn:aws[a-z-]*:[^\s\"',;)\]}]+",
        "URL": r"\b[a-z][a-z0-9+.-]*://[^\s\"'<>)\]}]+",
        "Email": r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\b",
        "Time": (
            r"\b(?:\d+[-/]\d+[-/]\d+[T ]|\d+ [A-Z][a-z]{2} \d+[ :]|\d+/[A-Z][a-z]{2}/\d+[ :])?"
            r"\d+:\d+:\d+(?:[.,]\d+)?(?:Z\b| ?[+-]\d+(?::\d+)?)?"
        ),
        "Date": r"\b\d+(?:-\d+-|/\d+/)\d+\b",
        "IP": (
            r"\b\d+(?:\.\d+){3}(?:/\d+)?\b"
            r"|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){3,7}:?[0-9a-fA-F]{1,4}\b"
        ),
        "Hex": r"\b(?:0x[0-9a-fA-F]+|[0-9a-fA-F]{16,})\b",
        "String": r"(?<=[\s=(\[])(?<!: )(?:\"[^\"\n]{1,500}\"|'[^'\n]{1,500}')(?!\s*:)",
        "Path": r"(?<![\w/.<])/(?:[\w.@+-]+/)+[\w.@+-]*",
        "Number": r"(?<![\w.])[-+]?\d+(?:[.,]\d+)*(?![\w])",
        "Token": r"\b(?=[A-Za-z_]*\d)(?=\w*[A-Za-z])(?=\w*\d\d|\w{8,}\b)\w+\b",
    }
)
_VARIABLE = re.compile("|".join(f"(?P<{name}>{regex})" for name, regex in _TYPES.items()))
_MASKS = tuple((re.compile(regex, re.ASCII), to) for regex, to in (IDENTIFIER, HEX, DIGITS))
_LEVEL = re.compile(r"\b(FATAL|CRITICAL|SEVERE|ERROR|WARN|WARNING|INFO|NOTICE|DEBUG|TRACE)\b")
_LABEL: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("FATAL", "CRITICAL", "SEVERE", "ERROR"), "Error"),
        **dict.fromkeys(("WARN", "WARNING"), "Warning"),
        **dict.fromkeys(("INFO", "NOTICE"), "Info"),
        **dict.fromkeys(("DEBUG", "TRACE"), "Debug"),
    }
)
_WORDS = (
    (
        "Error",
        re.compile(
            r"error\b|exception\b|\bfatal\b|\bfail(?:ed|ure)?\b|timed out|panic", re.IGNORECASE
        ),
    ),
    ("Warning", re.compile(r"\bwarn(?:ing)?\b|\bdeprecated\b", re.IGNORECASE)),
)


def mask(message: str) -> str:
    """The message with its numbers and identifiers made alike.

    >>> mask("took 1532 ms for 7 users")
    'took 00 ms for 00 users'
    """
    masked = message[:LONGEST]
    for regex, alike in _MASKS:
        masked = regex.sub(alike, masked)
    return masked


def pattern(masked: str) -> str:
    """The pattern of a masked message.

    >>> pattern("took 00 ms from 00.00.00.00")
    'took <Number-1> ms from <IP-2>'
    """
    count = 0

    def variable(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"<{found.lastgroup}-{count}>"

    return _VARIABLE.sub(variable, masked)


def severity(text: str) -> str | None:
    """Error, Warning, Info or Debug, by the level that is written, else by words of failure."""
    level = _LEVEL.search(text)
    if level is not None:
        return _LABEL[level.group()]
    return next((label for label, words in _WORDS if words.search(text)), None)
