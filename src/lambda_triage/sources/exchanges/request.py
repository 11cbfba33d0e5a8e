"""What is kept of a request and its answer, wherever they were recorded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from lambda_triage.evidence.documents import Exchange
from lambda_triage.evidence.naming import UNNAMED
from lambda_triage.evidence.redact import hide, redact

if TYPE_CHECKING:
    from collections.abc import Iterable

    Headers = Iterable[tuple[str, str]]

URL_LENGTH = 2_000  # characters
VALUE_LENGTH = 1_000  # characters of a header's value
MOST_HEADERS = 100  # of one answer
MOST_ASKED = 50  # headers that a preflight asks for
SECRET = re.compile(r"cookie|authorization|token|secret|api-?key|password", re.IGNORECASE)
ORIGIN = re.compile(r"null|[a-z][a-z0-9+.-]{1,20}://[^\s/$<>{}]{1,260}")
METHOD = re.compile(r"[A-Za-z]{1,20}")
HOST = re.compile(r"(?:https?:)?//(?:[^/?#@]*@)?(?P<host>[\w.-]{1,253}|\[[0-9a-f:]+\])(?::\d+)?")

USER = re.compile(r"(?<=//)[^/?#@]*@")


class Request(Struct, frozen=True):
    """What was sent. Headers are as written, the latest last.

    cookies  True where cookies went along that no header shows
    """

    url: str | None = None
    method: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    cookies: bool | None = None

    def header(self, name: str) -> str | None:
        """The last value of a header, by its lower-case name."""
        return next((v.strip() for n, v in reversed(self.headers) if n.lower() == name), None)


def exchange(
    request: Request,
    status: int | None,
    headers: Headers,
    *,
    input: int,
    path: str = "",
    line: int | None = None,
    time_us: int | None = None,
) -> Exchange:
    """The document of one request and its answer; nothing secret is taken over."""
    url = clean_url(request.url)
    asked = request.header("access-control-request-headers") or ""
    names = [n.strip()[:80] for n in asked.split(",")[:MOST_ASKED]]
    return Exchange(
        resource=_resource(url),
        input=input,
        path=path,
        url=url,
        method=_word(request.method),
        origin=_origin(request.header("origin")),
        asked_method=_word(request.header("access-control-request-method")),
        asked_headers=tuple(n for n in names if n),
        mode=(request.header("sec-fetch-mode") or "")[:20] or None,
        with_credentials=True if request.cookies or request.header("cookie") else None,
        status=status,
        headers=kept(headers),
        time_us=time_us,
        line=line,
    )


def kept(headers: Headers) -> dict[str, tuple[str, ...]]:
    """Lower-case name → values, bounded, and what may be secret hidden."""
    found: dict[str, tuple[str, ...]] = {}
    for (name, value), _ in zip(headers, range(MOST_HEADERS), strict=False):
        name = name.strip().lower()[:100]
        value = value.strip()[:VALUE_LENGTH]
        told = hide("header", value) if SECRET.search(name) else redact(value)
        found[name] = (*found.get(name, ()), told)
    return found


def clean_url(url: str | None) -> str | None:
    """The address without user, password, query and fragment; None where its host is not told."""
    if url is None or "$" in url.partition("/")[0]:
        return None
    url = url[:URL_LENGTH]
    if "//" not in url.partition("?")[0]:
        url = f"//{url}"
    found = HOST.match(url)
    if found is None:
        return None
    try:
        parts = urlsplit(USER.sub("", url, count=1))
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    scheme = f"{parts.scheme}:" if parts.scheme else ""
    return redact(f"{scheme}//{found['host'].lower()}{port}{parts.path or '/'}")


def _resource(url: str | None) -> str:
    found = HOST.match(url) if url else None
    return f"?:{found['host']}" if found else UNNAMED


def _origin(value: str | None) -> str | None:
    """An Origin as a browser sends it: without the slash that people put behind it."""
    value = (value or "").rstrip("/")
    return value if ORIGIN.fullmatch(value) else None


def _word(value: str | None) -> str | None:
    return value.upper() if value and METHOD.fullmatch(value) else None
