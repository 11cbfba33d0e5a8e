"""What a browser's CORS message tells of its request, and of the part that was refused."""

from __future__ import annotations

import re

from lambda_triage.patterns.cors import Asked

ORIGIN = re.compile(r"from origin '?\"?(?P<origin>https?://[^\s'\"]{1,253})")
URL = re.compile(r"(?:at|resource at|load) '?(?P<url>https?://[^\s'\"]{1,500})")
# Chromium: "Method PUT is not allowed by Access-Control-Allow-Methods in preflight response."
METHOD = re.compile(
    r"[Mm]ethod (?P<method>[A-Z]{3,7}) is not allowed by Access-Control-Allow-Methods"
)
FIREFOX_METHOD = re.compile(r"Did not find method in CORS header .Access-Control-Allow-Methods.")
HEADER = re.compile(r"header field (?P<header>[\w-]{1,80}) is not allowed by Access-Control-Allow-")
FIREFOX_HEADER = re.compile(
    r"(?:missing token|header) .(?P<header>[\w-]{1,80}). (?:in CORS header|is not)"
)
# What each message means for whoever answers, in words; the first that fits.
PARTS = (
    (re.compile(r"does not have HTTP ok status"), "the preflight is not answered with a 2xx"),
    (re.compile(r"Redirect is not allowed for a preflight"), "the preflight is redirected"),
    (re.compile(r"contains multiple values"), "Access-Control-Allow-Origin stands there twice"),
    (
        re.compile(r"must not be the wildcard '\*'|Credential is not supported if"),
        "a request with credentials needs its origin by name, `*` does not do",
    ),
    (
        re.compile(r"Access-Control-Allow-Credentials"),
        "Access-Control-Allow-Credentials is not true",
    ),
    (
        re.compile(r"that is not equal to the supplied origin|does not match"),
        "Access-Control-Allow-Origin names another origin",
    ),
    (
        re.compile(
            r"Access-Control-Allow-Origin.{0,3}(?: header is present| missing)"
            r"|No .Access-Control-Allow-Origin"
        ),
        "the response has no Access-Control-Allow-Origin",
    ),
)


def asked(text: str) -> Asked:
    """The request of which the message speaks, as far as it tells."""
    origin, method, header = ORIGIN.search(text), METHOD.search(text), _header(text)
    return Asked(
        origin["origin"].rstrip("/") if origin else None,
        method["method"] if method else None,
        (header,) if header else (),
        credentials="redential" in text,
    )


def url(text: str) -> str | None:
    """The address that the page called."""
    found = URL.search(text)
    return found["url"] if found else None


def refused_part(text: str) -> str | None:
    """The part that was refused, in words; None where the message does not say."""
    method, header, origin = METHOD.search(text), _header(text), ORIGIN.search(text)
    whose = f" (origin {origin['origin']})" if origin else ""
    if method:
        return f"method {method['method']} is not allowed by Access-Control-Allow-Methods{whose}"
    if FIREFOX_METHOD.search(text):
        return f"the method is not allowed by Access-Control-Allow-Methods{whose}"
    if header:
        return f"header {header} is not allowed by Access-Control-Allow-Headers{whose}"
    told = next((words for pattern, words in PARTS if pattern.search(text)), None)
    return f"{told}{whose}" if told else None


def _header(text: str) -> str | None:
    found = HEADER.search(text) or FIREFOX_HEADER.search(text)
    return found["header"] if found else None
