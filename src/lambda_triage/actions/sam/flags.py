"""Arguments → words of a command. Every value is joined to its flag, or cannot begin with a dash.

SAM's lists (`--tags A=1 B=2`) are words of their own: their keys are checked to be plain names, so
that none can be taken for a flag.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lambda_triage import paths
from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

Value = str | int | bool | Sequence[str] | Mapping[str, object]

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/@-]{0,127}")
WORD = re.compile(r"[A-Za-z0-9_./:@%+,-]+")
LONGEST = 8_192  # characters of a value; CloudFormation takes 4,096 of a parameter (2026)
MOST = 200  # values of a list; CloudFormation takes 200 parameters (2026)


def text(flag: str, value: str) -> str:
    """`--flag=value`, whatever the value begins with. Raises UsageError."""
    return f"{flag}={plain(flag.lstrip('-').replace('-', '_'), value)}"


def plain(name: str, value: str) -> str:
    """The value, when a program's argument may have it. Raises UsageError."""
    if "\0" in value or len(value) > LONGEST:
        raise UsageError(f"{name} has over {LONGEST:,} characters or a null among them; shorten it")
    return value


def pairs(name: str, value: Mapping[str, object] | str) -> list[str]:
    """`Key=Value` words of an object, or of a text that has them already. Raises UsageError."""
    if isinstance(value, str):
        return _given(name, value)
    if len(value) > MOST:
        raise UsageError(f"{name} has over {MOST} entries; give less")
    return [f"{_key(name, key)}={_quoted(name, _scalar(name, one))}" for key, one in value.items()]


def _given(name: str, value: str) -> list[str]:
    """A text as the command line takes it: words apart, quotation marks kept."""
    found = re.findall(r'(?:[^\s"]|"(?:\\.|[^"\\])*")+', plain(name, value))
    for word in found:
        _key(name, word.partition("=")[0])
    return found


def _key(name: str, key: str) -> str:
    if not KEY.fullmatch(key):
        raise UsageError(f"{name}: {key[:60]!r} is no name; write an object of names and values")
    return key


def _scalar(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return plain(name, str(value))
    if isinstance(value, (list, tuple)):  # a parameter of type List or CommaDelimitedList
        return ",".join(_scalar(name, each) for each in value)
    raise UsageError(f"{name}: values are texts, numbers or lists of them")


def _quoted(name: str, value: str) -> str:
    """In SAM's quotation marks, unless it is one plain word."""
    if WORD.fullmatch(value):
        return value
    if "\n" in value or "\r" in value:
        raise UsageError(f"{name}: SAM takes values of one line only")
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def folder(name: str, value: str) -> Path:
    """An existing folder, absolute. Raises UsageError."""
    path = paths.at_home(plain(name, value))
    if not paths.is_folder(path):
        raise UsageError(f"{name}: {value[:200]} is no folder; give the project's")
    return path.resolve()
