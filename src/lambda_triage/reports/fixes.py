"""Remedies as a person applies them: what to do, the settings or the command, and the risk."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.reports.visible import one_line
from lambda_triage.reports.wording import sentence

if TYPE_CHECKING:
    from lambda_triage.reports.contract import Remedy

    Value = str | int | float | bool | list[str]

_NAMES = ("name", "property", "variable")
_HANDLED = (*_NAMES, "value")


class Fix(Struct, frozen=True):
    """One remedy; `settings` are lines such as `Timeout = 30`, `commands` can be pasted."""

    summary: str
    settings: tuple[str, ...]
    commands: tuple[str, ...]
    risk: str
    reason: str  # why no machine can apply it


def fix(remedy: Remedy) -> Fix:
    """One remedy, ready to show."""
    commands, rest = _commands(remedy.data)
    lines = _SETTINGS.get(remedy.kind, _settings)(rest)
    return Fix(
        summary=sentence(remedy.summary),
        settings=tuple(one_line(line, 2000) for line in lines),
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


def _environment(data: dict[str, Value]) -> list[str]:
    """`NAME = …`, where only the owner knows the value."""
    return _settings({"value": "…", **data} if set(data) == {"name"} else data)


def _statement(data: dict[str, Value]) -> list[str]:
    """The statement as a policy holds it; a principal only where that kind of policy names one."""
    if "actions" not in data:
        return _settings(data)
    statement: dict[str, object] = {"Effect": data.get("effect", "Allow")}
    if "principal" in data and data.get("policy") in _NAMING:
        statement["Principal"] = {"AWS": data["principal"]}
    statement |= {"Action": data["actions"], "Resource": data.get("resource", "…")}
    return [json.dumps(statement, ensure_ascii=False)]


def _package(data: dict[str, Value]) -> list[str]:
    """Nothing that the summary does not say, unless the data holds more than it should."""
    return _settings({key: value for key, value in data.items() if key not in _SAID})


def _code(data: dict[str, Value]) -> list[str]:
    """`app.py:12`."""
    place = ":".join(_text(data[key]) for key in ("file", "line") if key in data)
    rest = {key: value for key, value in data.items() if key not in ("file", "line")}
    return ([place] if place else []) + _settings(rest)


_SAID = ("action", "subject")
_NAMING = ("resource", "key", "vpc_endpoint")  # kinds of policy with a Principal
_SETTINGS = {
    "environment": _environment,
    "iam_statement": _statement,
    "package": _package,
    "code": _code,
}
