"""HAR, the form in which browsers export what they sent and got (HAR 1.2).

Only calls that a script made are kept: of pages, pictures and fonts no script waits for an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.sources.exchanges.request import Request, exchange
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.evidence.documents import Exchange, Json

MOST = 2_000  # exchanges kept of one recording
BY_SCRIPT = ("xhr", "fetch", "preflight", "other")  # Chromium's _resourceType
MARKS = {"version", "creator", "browser", "pages", "entries"}


def is_har(value: dict[str, Json]) -> bool:
    """Whether an object is a HAR, as far as its beginning shows."""
    log = value.get("log")
    if not isinstance(log, dict) or len(MARKS & log.keys()) < 2:
        return False
    entries = log.get("entries")
    first = entries[0] if isinstance(entries, list) and entries else None
    return "creator" in log or (isinstance(first, dict) and "request" in first)


def read_har(value: dict[str, Json], input: int) -> Iterator[Exchange]:
    """The calls of scripts that were answered, in the order of the recording."""
    log = value.get("log")
    entries = log.get("entries") if isinstance(log, dict) else None
    count = 0
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if count < MOST and isinstance(entry, dict):
            for found in _exchange(entry, number, input):
                count += 1
                yield found


def _exchange(entry: dict[str, Json], number: int, input: int) -> Iterator[Exchange]:
    asked, answer = entry.get("request"), entry.get("response")
    if not isinstance(asked, dict) or not isinstance(answer, dict):
        return
    status, url, method = answer.get("status"), asked.get("url"), asked.get("method")
    told = entry.get("_resourceType")
    known = isinstance(status, int) and 100 <= status <= 999 and isinstance(url, str)
    if not known or (isinstance(told, str) and told.lower() not in BY_SCRIPT):
        return  # status 0: the browser shows nothing of the answer
    headers = tuple(_pairs(asked.get("headers")))
    request = Request(
        str(url), method if isinstance(method, str) else None, headers, bool(asked.get("cookies"))
    )
    if (request.header("sec-fetch-dest") or "empty") != "empty":
        return
    yield exchange(
        request,
        status if isinstance(status, int) else None,
        _pairs(answer.get("headers")),
        input=input,
        path=f"log.entries[{number}].response",
        time_us=micros(entry.get("startedDateTime")),
    )


def _pairs(headers: Json) -> Iterator[tuple[str, str]]:
    """Headers; Chromium joins a header that came twice by a line break."""
    for one in headers if isinstance(headers, list) else ():
        name, value = (one.get("name"), one.get("value")) if isinstance(one, dict) else (None, None)
        if isinstance(name, str) and isinstance(value, str):
            for part in value[:20_000].split("\n"):
                yield name, part
