"""Remedies as a person applies them: what to do, the settings or the command, and the risk."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambda_triage.reports.visible import one_line
from lambda_triage.reports.wording import sentence

if TYPE_CHECKING:
    from lambda_triage.reports.contract import Remedy

    Value = str | int | float | bool | list[str]

_NAMES = ("name", "property", "variable")
_HANDLED = (*_NAMES, "value")


@dataclass(frozen=True, slots=True)
class Fix:
    """One remedy; `settings` are lines such as `Timeout = 30`, `commands` can be pasted."""

    summary: str
    settings: tuple[str, ...]
    commands: tuple[str, ...]
    risk: str
    reason: str  # why no machine can apply it


def fix(remedy: Remedy) -> Fix:
    """One remedy, ready to show."""
    commands, rest = _commands(remedy.data)
    return Fix(
        summary=sentence(remedy.summary),
        settings=tuple(one_line(line, 2000) for line in _settings(rest)),
        commands=tuple(one_line(line, 2000) for line in commands),
        risk=sentence(remedy.risk or ""),
        reason=sentence(remedy.reason or ""),
    )


def _commands(data: dict[str, Value]) -> tuple[list[str], dict[str, Value]]:
    """The command in the data, and the data without it."""
    rest = {key: value for key, value in data.items() if key not in ("argv", "command")}
    given = data.get("argv", data.get("command"))
    if given is None:
        return [], rest
    return [shlex.join(given) if isinstance(given, list) else _text(given)], rest


def _settings(data: dict[str, Value]) -> list[str]:
    """`Timeout = 30` from {"name": "Timeout", "value": 30}; any other key as it stands."""
    named = next((key for key in _NAMES if key in data), None)
    if named is None or "value" not in data:
        return [f"{key} = {_text(value)}" for key, value in data.items()]
    lines = [f"{_text(data[named])} = {_text(data['value'])}"]
    lines += [f"{key} = {_text(value)}" for key, value in data.items() if key not in _HANDLED]
    return lines


def _text(value: Value) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return value if isinstance(value, str) else json.dumps(value)
