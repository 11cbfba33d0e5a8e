"""Every field that a message holds: the leaves of its JSON, or the places of its line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from lambda_triage.insights.duckdb.fields import DNS, DNS_LINE, FLOW, FLOW_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACES = ((re.compile(FLOW_LINE, re.ASCII), FLOW), (re.compile(DNS_LINE, re.ASCII), DNS))


class _Number(str):
    """A number as it stands; whoever reads the answer gives it its form."""

    __slots__ = ()


def _first(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Of a key that stands twice the first one counts."""
    made: dict[str, object] = {}
    for key, value in pairs:
        made.setdefault(key, value)
    return made


_DECODER = json.JSONDecoder(parse_float=_Number, parse_int=_Number, object_pairs_hook=_first)


def discovered(found: str) -> str | None:
    """JSON of `[[name, value], …]` for the JSON object of a message, or for a line of another form.

    >>> discovered('{"a": {"b": 1.50}, "c": ["x", null]}')
    '[["a.b",1.50],["c.0","x"]]'
    """
    if not found.startswith("{"):
        return _written(_of_line(found))
    try:
        return _written(_of_object(_DECODER.decode(found)))
    except (ValueError, RecursionError):
        return None


def _of_object(value: object) -> Iterator[tuple[str, object]]:
    """The leaves in their order; nested ones before those whose keys hold the dots."""
    leaves: dict[str, tuple[int, object]] = {}
    left: list[tuple[tuple[str, ...], object]] = [((), value)]
    while left:
        path, each = left.pop()
        if isinstance(each, dict):
            left += [((*path, key), inner) for key, inner in reversed(each.items())]
        elif isinstance(each, list):
            numbered = list(enumerate(each))
            left += [((*path, str(place)), inner) for place, inner in reversed(numbered)]
        elif each is not None:
            name = ".".join(path)
            if name not in leaves or leaves[name][0] < len(path):
                leaves[name] = len(path), each
    for name, (_, leaf) in leaves.items():
        yield f"@{name}" if name.startswith("@") else name, leaf


def _of_line(line: str) -> Iterator[tuple[str, object]]:
    for pattern, names in _PLACES:
        if pattern.search(line):
            yield from zip(names, line.rstrip(" ").split(" "), strict=False)
            return


def _written(pairs: Iterator[tuple[str, object]]) -> str | None:
    made = ",".join(f"[{json.dumps(name)},{_value(value)}]" for name, value in pairs)
    return f"[{made}]" if made else None


def _value(value: object) -> str:
    return value if isinstance(value, _Number) else json.dumps(value)
