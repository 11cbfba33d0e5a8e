"""Recorded exchanges of HTTP: whose they are, and what a browser makes of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lambda_triage.evidence.documents import Api, Url
from lambda_triage.evidence.naming import UNNAMED, name
from lambda_triage.patterns.cors import Asked

if TYPE_CHECKING:
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Exchange

PORTS = {"http": 80, "https": 443}
EXECUTE = re.compile(r"(?P<id>[a-z0-9]{6,20})(?:-vpce-\w+)?\.execute-api\.")
UNTOLD = (101, 304)  # a WebSocket's, and one that repeats an answer that is not recorded
REST = ("x-amz-apigw-id", "x-amzn-errortype")  # headers of a REST API's answers
PATH_LENGTH = 100  # characters of a path in a sentence


def crosses(one: Exchange) -> bool:
    """Whether a browser would judge the answer; True also where no origin is told."""
    if one.status in UNTOLD or one.mode not in (None, "cors"):
        return False
    return one.origin is None or not _same_origin(one.origin, one.url)


def is_preflight(one: Exchange) -> bool:
    """Whether it asks for leave. A REST API refuses OPTIONS alike, whatever is asked for."""
    if one.method != "OPTIONS" or one.origin is None:
        return False
    return one.asked_method is not None or any(header in one.headers for header in REST)


def asked(one: Exchange) -> Asked:
    """The request of a page: that of which a preflight asks, or the one that was sent."""
    preflight = one.method == "OPTIONS"
    return Asked(
        one.origin,
        one.asked_method if preflight else one.method,
        one.asked_headers,
        credentials=bool(one.with_credentials) and not preflight,
    )


def made_by_gateway(one: Exchange) -> bool:
    """Whether a REST API refused by itself, before the function."""
    return "x-amzn-errortype" in one.headers and ".lambda-url." not in (one.url or "")


def owner(scene: Scene, one: Exchange) -> str:
    """The function of a URL, the API of an address of its own, else the host."""
    host = name(one.resource)
    if one.resource == UNNAMED:
        return UNNAMED
    for url in scene.case.documents(Url):
        if url.url and urlsplit(url.url).hostname == host:
            return url.resource
    found = EXECUTE.match(host)
    if found is None:
        return one.resource
    known = (api.resource for api in scene.case.documents(Api) if name(api.resource) == found["id"])
    return next(known, f"?:{found['id']}")


def shown(one: Exchange) -> str:
    """The request and its status in a sentence: `POST /orders (422)`."""
    path = urlsplit(one.url).path[:PATH_LENGTH] if one.url else ""
    told = " ".join(part for part in (one.method, path) if part and one.url) or "the answer"
    return f"{told} ({one.status})" if one.status is not None else told


def _same_origin(origin: str, url: str | None) -> bool:
    """Whether page and address have scheme, host and port in common, as far as they are told."""
    if url is None:
        return False
    try:
        here, there = urlsplit(origin), urlsplit(url)
        ports = (_port(here.scheme, here.port), _port(there.scheme or here.scheme, there.port))
    except ValueError:
        return False
    same = here.hostname == there.hostname and ports[0] == ports[1]
    return same and there.scheme in ("", here.scheme)


def _port(scheme: str, port: int | None) -> int | None:
    return port or PORTS.get(scheme)
