"""All pages of one call, joined into one body of plain JSON."""

from __future__ import annotations

import base64
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.client import BaseClient

    from lambda_triage.evidence.documents import Json
    from lambda_triage.facts.aws_reads import Read

TOKENS = (
    "IsTruncated",
    "Marker",
    "NextMarker",
    "NextToken",
    "nextToken",
    "position",
    "LastEvaluatedShardId",
)


def pages(client: BaseClient, read: Read, parameters: dict[str, Json]) -> Iterator[dict[str, Any]]:
    """Each answer of AWS to one call, as botocore parsed it; the call's own pages, in order."""
    from botocore import xform_name
    from botocore.exceptions import PaginationError

    method = xform_name(read.operation.partition(".")[2])
    if read.items is not None and client.can_paginate(method):
        yield from client.get_paginator(method).paginate(**parameters)
        return
    token = None
    while True:
        page = getattr(client, method)(**parameters)
        yield page
        asked, _, answered = (read.cursor or "").partition("=")
        told = _at(page, (answered or asked).split(".")) if asked else None
        if not told:
            return
        if told == token:
            raise PaginationError(message="the same token again")
        token = told
        parameters = {**parameters, asked: token}


def join(body: dict[str, Json], page: dict[str, Any], items: str | None) -> None:
    """Add *page* to *body*: what grows from page to page is joined, the rest is the first page's.

    Tokens of pages are left out: the body is whole, or said to be cut.
    """
    plainly = plain({name: v for name, v in page.items() if name != "ResponseMetadata"})
    assert isinstance(plainly, dict)
    for path in items.split("|") if items else ():
        _grow(body, plainly, path.split("."))
    for name, value in plainly.items():
        body.setdefault(name, value)
    for path in items.split("|") if items else ():
        for holder in (body, body.get(path.split(".")[0])):
            if isinstance(holder, dict):
                for name in TOKENS:
                    holder.pop(name, None)


def plain(value: object) -> Json:
    """What botocore parsed as plain JSON: times as RFC 3339 UTC, bytes as base64."""
    match value:
        case dict():
            return {str(name): plain(held) for name, held in value.items()}
        case list() | tuple():
            return [plain(held) for held in value]
        case datetime():
            return stamp(value)
        case bytes() | bytearray():
            return base64.b64encode(value).decode("ascii")
        case float() if not math.isfinite(value):
            return str(value)
        case None | bool() | int() | float() | str():
            return value
    return str(value)


def stamp(time: datetime) -> str:
    """`2026-01-31T12:00:00Z`; milliseconds only where the time has them."""
    utc = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    milliseconds = utc.microsecond // 1000
    return f"{utc:%Y-%m-%dT%H:%M:%S}" + (f".{milliseconds:03d}Z" if milliseconds else "Z")


def _grow(body: dict[str, Json], page: dict[str, Json], path: list[str]) -> None:
    head, *rest = path
    new, old = page.get(head), body.get(head)
    if head not in body:
        if head in page:
            body[head] = new
    elif rest and isinstance(old, dict) and isinstance(new, dict):
        for name, value in new.items():  # HasMoreShards and the like are the last page's
            if not isinstance(value, dict | list):
                old[name] = value
        _grow(old, new, rest)
    elif isinstance(old, list) and isinstance(new, list):
        old.extend(new)
    elif isinstance(old, dict) and isinstance(new, dict):
        old.update(new)


def _at(page: dict[str, Any], path: list[str]) -> Any:
    found: Any = page
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found
