"""One record of an event source as its filter sees it, with the message decoded."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from lambda_triage.patterns.values import read

if TYPE_CHECKING:
    from lambda_triage.patterns.values import Json

Source: TypeAlias = Literal["sqs", "kinesis", "dynamodb", "msk", "kafka", "mq", "documentdb"]

# Which fields carry the message (Lambda guide, the pages 'Using event filtering with …', 2026).
MESSAGE: dict[Source, tuple[str, ...]] = {
    "sqs": ("body",),
    "kinesis": ("data",),
    "dynamodb": ("dynamodb",),
    "msk": ("value", "key"),
    "kafka": ("value", "key"),
    "mq": ("data",),
}
ENCODED: frozenset[Source] = frozenset({"kinesis", "msk", "kafka", "mq"})  # base64 in the record


class Form(Enum):
    """The format of a message, which must be that of the filter's pattern for it."""

    JSON = "JSON"  # an object or an array
    TEXT = "a plain string"
    BROKEN = "not UTF-8 text"
    ABSENT = "absent"


class View(Struct, frozen=True):
    """The event that patterns are asked of, and the format of each message field in it."""

    event: Mapping[str, Json]
    forms: tuple[tuple[str, Form], ...]


def view(record: Mapping[str, Json], source: Source) -> View:
    """The record as the function would get it, made into what the filter is asked of."""
    event = dict(record)
    inner = event.get("kinesis")
    if source == "kinesis" and isinstance(inner, Mapping):
        # The function finds the data under `kinesis`; filters are written without that level.
        del event["kinesis"]
        event.update(inner)
    forms = []
    for name in MESSAGE[source]:
        form, value = _message(event.get(name), source)
        forms.append((name, form))
        if form is not Form.ABSENT:
            event[name] = value
    return View(event, tuple(forms))


def _message(value: Json, source: Source) -> tuple[Form, Json]:
    if isinstance(value, Mapping | list | tuple):
        return Form.JSON, value
    if not isinstance(value, str):
        return Form.ABSENT, value
    if source == "dynamodb":
        return Form.TEXT, value
    text = _decoded(value) if source in ENCODED else value
    if text is None:
        return Form.BROKEN, value
    try:
        found = read(text)
    except ValueError:
        return Form.TEXT, text
    return (Form.JSON, found) if isinstance(found, Mapping | list) else (Form.TEXT, text)


def _decoded(value: str) -> str | None:
    try:
        return base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
