"""What kind the fields of events are of, and what kind values have in common."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights.plan import NUMERIC, Apply, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lambda_triage.insights.plan import Expr

TIMESTAMP = "@timestamp"
MESSAGE = "@message"
LOG = "@log"

# User guide, "Supported logs and discovered fields"; every other field is the text in the log.
_FIELD: Mapping[str, Kind] = MappingProxyType(
    {
        TIMESTAMP: Kind.TIME,
        "@ingestionTime": Kind.TIME,
        "@duration": Kind.DOUBLE,
        "@billedDuration": Kind.DOUBLE,
        "@initDuration": Kind.DOUBLE,
        "@memorySize": Kind.DOUBLE,
        "@maxMemoryUsed": Kind.DOUBLE,
    }
)


def of_field(name: str) -> Kind:
    return _FIELD.get(name, Kind.TEXT)


def common(values: Iterable[Expr]) -> Kind:
    """The kind that all values share; numbers of both kinds are numbers, anything else text."""
    found = {each.kind for each in values}
    if len(found) == 1:
        return found.pop()
    return Kind.NUMBER if found and found <= NUMERIC else Kind.TEXT


def as_json(value: Expr) -> Expr:
    """The same place of a JSON value, where its map or list is wanted and not a text."""
    if isinstance(value, Apply) and value.function == "get":
        return Apply("get", value.args, Kind.JSON)
    return value
