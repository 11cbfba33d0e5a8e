"""Fields of an event: of the system, of Lambda, of its JSON, of lines with places (choice 9)."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from tests.insights.reference.functions.jsons import DECODER, as_text, at
from tests.insights.reference.lambda_fields import NAMES, lambda_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.insights.plan import Field
    from tests.insights.reference.values import Plain

LEAVES = 200
_SYSTEM = {
    "@timestamp": "timestamp",
    "@ingestionTime": "ingestionTime",
    "@message": "message",
    "@logStream": "logStream",
    "@log": "log",
    "@ptr": "ptr",
}
_FLOW = (
    "version",
    "accountId",
    "interfaceId",
    "srcAddr",
    "dstAddr",
    "srcPort",
    "dstPort",
    "protocol",
    "packets",
    "bytes",
    "startTime",
    "endTime",
    "action",
    "logStatus",
)
_DNS = (
    "version",
    "queryTimestamp",
    "hostZoneId",
    "queryName",
    "queryType",
    "responseCode",
    "protocol",
    "edgeLocation",
    "resolverIp",
    "ednsClientSubnet",
)


def field(wanted: Field, event: Mapping[str, Plain]) -> Plain:
    name, message = wanted.column.name, str(event.get("message") or "")
    if name in _SYSTEM:
        return message if name == "@message" else event.get(_SYSTEM[name])
    if name in NAMES:
        return lambda_field(name, message)
    if name == "@aws.account":
        log = event.get("log")
        return str(log).split(":")[0] or None if log is not None else None
    if name.startswith("@") and not name.startswith("@@"):
        return None
    found = _in_json(wanted.parts, message)
    return _in_line(name, message) if found is None and len(wanted.parts) == 1 else found


def names_in(message: str) -> dict[str, str]:
    """Every field of a message with its text; of two of one name the one that is nested deeper."""
    found: dict[str, tuple[int, str]] = {}
    event = first_object(message)
    if event is None:
        named = ((name, _in_line(name, message)) for name in (*_FLOW, *_DNS))
        return {name: text for name, text in named if text is not None}
    left: list[tuple[tuple[str, ...], object]] = [((), event)]
    while left:
        path, value = left.pop()
        if isinstance(value, dict | list):
            inner = value.items() if isinstance(value, dict) else enumerate(value)
            left += [((*path, str(key)), each) for key, each in inner]
        elif (text := as_text(value)) is not None:
            name = ".".join(path)
            if found.get(name, (0, ""))[0] < len(path):
                found[name] = len(path), text
    return {f"@{name}" if name.startswith("@") else name: text for name, (_, text) in found.items()}


def _in_json(parts: tuple[str, ...], message: str) -> str | None:
    first = parts[0].removeprefix("@") if parts[0].startswith("@@") else parts[0]
    event = first_object(message)
    for path in _paths((first, *parts[1:])):
        value = at(event, path)
        if value is not None and not isinstance(value, dict | list):
            return as_text(value)
    return None


def _paths(keys: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Nested first, then with ever fewer steps: keys that hold dots."""
    last = len(keys) - 1
    found = []
    for fewer in range(last + 1) if len(keys) <= 5 else (0, last):
        for dots in combinations(range(last), fewer):
            path = [keys[0]]
            for place, key in enumerate(keys[1:]):
                if place in dots:
                    path[-1] += f".{key}"
                else:
                    path.append(key)
            found.append(tuple(path))
    return found


def first_object(message: str) -> object:
    """The first JSON object in the message, with its first 200 leaves."""
    for start in (found.start() for found in re.finditer(r"\{", message)):
        try:
            value, _ = DECODER.raw_decode(message, start)
        except (ValueError, RecursionError):
            continue
        return _cut(value, [LEAVES])
    return None


def _cut(value: object, left: list[int]) -> object:
    if isinstance(value, dict):
        return {key: _cut(each, left) for key, each in value.items() if left[0] > 0}
    if isinstance(value, list):
        return [_cut(each, left) for each in value if left[0] > 0]
    left[0] -= 1
    return value


def _in_line(name: str, message: str) -> str | None:
    words = message.rstrip(" ").split(" ")
    if re.fullmatch(r"[0-9]+ [^ ]+ eni-[^ ]+( [^ ]+){11}\s*", message, re.ASCII) and name in _FLOW:
        return words[_FLOW.index(name)]
    dns = r"[0-9]+\.[0-9]+ [0-9-]+T[0-9:.]+Z [^ ]+( [^ ]+){7}\s*"
    if re.fullmatch(dns, message, re.ASCII) and name in _DNS:
        return words[_DNS.index(name)]
    return None
