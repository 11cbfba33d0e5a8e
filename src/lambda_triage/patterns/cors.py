"""Whether recorded CORS settings admit a browser's request: origin, method and headers, in order.

The rules are the browser's: WHATWG Fetch Standard, "CORS protocol" (2026). A header that a browser
may send without asking is never refused.
"""

from __future__ import annotations

from msgspec import Struct

from lambda_triage.patterns.verdict import Match, failed, passed

SIMPLE_METHODS = ("GET", "HEAD", "POST")
SIMPLE_HEADERS = ("accept", "accept-language", "content-language", "range")
ANY = "*"


class Allowed(Struct, frozen=True):
    """What a function URL or an API allows; None where the setting is not known."""

    origins: tuple[str, ...] | None = None
    methods: tuple[str, ...] | None = None
    headers: tuple[str, ...] | None = None
    credentials: bool = False


class Asked(Struct, frozen=True):
    """What a page asks for; None or empty where it is not told."""

    origin: str | None = None
    method: str | None = None
    headers: tuple[str, ...] = ()
    credentials: bool = False


def match_cors(allowed: Allowed, asked: Asked) -> Match:
    """Whether the settings admit the request, and if not, the first part that they do not."""
    if asked.origin is not None and allowed.origins is not None:
        if asked.credentials and ANY in allowed.origins:
            return failed(
                "AllowOrigins",
                list(allowed.origins),
                asked.origin,
                "a request with credentials needs its origin by name, `*` does not do",
            )
        if not any(_is_origin(origin, asked.origin) for origin in allowed.origins):
            return failed(
                "AllowOrigins",
                list(allowed.origins),
                asked.origin,
                f"origin {asked.origin} is not among {_listed(allowed.origins)}",
            )
    if asked.method is not None and allowed.methods is not None:
        method = asked.method.upper()
        if method not in SIMPLE_METHODS and not {ANY, method} & {
            m.upper() for m in allowed.methods
        }:
            return failed(
                "AllowMethods",
                list(allowed.methods),
                asked.method,
                f"method {method} is not among {_listed(allowed.methods)}",
            )
    return _headers(allowed, asked)


def _headers(allowed: Allowed, asked: Asked) -> Match:
    if allowed.headers is None:
        return passed("what is known of the settings admits it")
    known = {header.lower() for header in allowed.headers}
    for header in asked.headers:
        name = header.lower()
        # `*` never stands for Authorization (Fetch Standard, "CORS non-wildcard request-header").
        anything = ANY in known and not asked.credentials and name != "authorization"
        if name not in SIMPLE_HEADERS and name not in known and not anything:
            return failed(
                "AllowHeaders",
                list(allowed.headers),
                header,
                f"header {header} is not among {_listed(allowed.headers)}",
            )
    return passed("origin, method and headers are allowed")


def _is_origin(allowed: str, origin: str) -> bool:
    if allowed in (ANY, origin):
        return True
    # API Gateway takes `http://*` and `https://*` for every host of that scheme.
    return allowed.endswith("://*") and origin.startswith(allowed[:-1])


def _listed(values: tuple[str, ...]) -> str:
    shown = ", ".join(value[:80] for value in values[:5])
    return (shown or "the empty list") + (", …" if len(values) > 5 else "")
