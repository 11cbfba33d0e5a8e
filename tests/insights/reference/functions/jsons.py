"""Maps and lists, kept as compact JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lambda_triage.insights.plan import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.insights.reference.values import Plain, Value


def _refused(word: str) -> object:
    raise ValueError(word)  # NaN and Infinity are no JSON


def _number(text: str) -> float:
    found = int(text)
    return found if -(2**63) <= found < 2**64 else float(text)


DECODER = json.JSONDecoder(parse_constant=_refused, parse_int=_number, strict=True)


def decode(text: str | None) -> object:
    """The value of a text that is JSON in whole, else None."""
    try:
        return DECODER.decode(text or "")
    except (ValueError, RecursionError):
        return None


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def as_text(value: object) -> str | None:
    """A value in JSON as the text that the language sees."""
    if value is None or isinstance(value, str):
        return value
    return compact(value)


def container(value: Value) -> str | None:
    """The compact form of a map or list; of a text, the one that it writes down."""
    if value.kind is Kind.JSON:
        return None if value.value is None else str(value.value)
    if value.kind is not Kind.TEXT:
        return None
    found = decode(None if value.value is None else str(value.value).strip(" \t\r\n"))
    return compact(found) if isinstance(found, dict | list) else None


def at(value: object, path: tuple[str, ...]) -> object:
    """What is at a path; digits are a place in a list."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and str(int(step)) == step:
            value = value[int(step)] if int(step) < len(value) else None
        else:
            return None
    return value


def _get(value: Value, *path: Value) -> object:
    found = container(value)
    return None if found is None else at(json.loads(found), tuple(str(p.value) for p in path))


def get_text(value: Value, *path: Value) -> str | None:
    return as_text(_get(value, *path))


def get_json(value: Value, *path: Value) -> str | None:
    found = _get(value, *path)
    return compact(found) if isinstance(found, dict | list) else None


def _parse(value: Value) -> str | None:
    return None if value.kind is Kind.JSON or value.text is None else _written(value.text)


def _written(text: str) -> str | None:
    found = decode(text.strip(" \t\r\n"))
    return compact(found) if isinstance(found, dict | list) else None


def _list(value: Value) -> list[object] | None:
    found = container(value)
    made = None if found is None else json.loads(found)
    return made if isinstance(made, list) else None


def _size(value: Value) -> float | None:
    found = _list(value)
    return None if found is None else float(len(found))


def _contains(value: Value, wanted: Value) -> bool | None:
    if value.missing or wanted.missing:
        return None
    return wanted.text in [as_text(each) for each in _list(value) or []]


def _split(value: Value, by: Value) -> str | None:
    text, separator = value.words, by.words
    if text is None or separator is None:
        return None
    return compact(text.split(separator) if separator else list(text) or [""])


JSON: dict[str, Callable[..., Plain]] = {
    "jsonParse": _parse,
    "jsonStringify": container,
    "jsonArraySize": _size,
    "jsonArrayContains": _contains,
    "split": _split,
}
