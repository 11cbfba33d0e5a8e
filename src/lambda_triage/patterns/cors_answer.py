"""Whether a recorded answer lets a browser hand it to the page: the first part that does not.

The rules are the browser's: WHATWG Fetch Standard, "CORS check" and "CORS-preflight fetch" (2026).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.patterns.cors import ANY, Allowed, Asked, match_cors
from lambda_triage.patterns.verdict import Match, failed, passed

if TYPE_CHECKING:
    from collections.abc import Mapping

ORIGIN = "Access-Control-Allow-Origin"
CREDENTIALS = "Access-Control-Allow-Credentials"
METHODS = "Access-Control-Allow-Methods"
HEADERS = "Access-Control-Allow-Headers"
STATUS = "status"
SHOWN = 120  # characters of a header's value in a sentence


class Answer(Struct, frozen=True):
    """What came back. Headers: lower-case name → its values, one for each line."""

    status: int | None
    headers: Mapping[str, tuple[str, ...]]

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a header, cut at commas too; none where it is missing or empty."""
        told = ",".join(self.headers.get(name.lower(), ()))
        return tuple(part for part in map(str.strip, told.split(",")) if part)


def match_answer(answer: Answer, asked: Asked) -> Match:
    """Whether a page of the asking origin may read the answer to the request itself."""
    several = match_one_origin(answer)
    if not several.matched or asked.origin is None:
        return several
    allowed = answer.values(ORIGIN)
    if not allowed:
        return failed(ORIGIN, asked.origin, None, f"has no {ORIGIN}")
    if allowed[0] not in (ANY, asked.origin):
        reason = f"has {ORIGIN}: {allowed[0][:SHOWN]}, and the page is of {asked.origin}"
        return failed(ORIGIN, asked.origin, allowed[0], reason)
    return _credentials(answer, asked, allowed[0]) if asked.credentials else passed()


def match_preflight(answer: Answer, asked: Asked) -> Match:
    """Whether the answer to a preflight lets the browser send the request."""
    status = answer.status
    if status is not None and not 200 <= status <= 299:
        kind = "redirects" if 300 <= status <= 399 else "refuses"
        return failed(STATUS, "200 to 299", status, f"{kind} the preflight, which wants a 2xx")
    match = match_answer(answer, asked)
    if not match.matched:
        return match
    methods, headers = answer.values(METHODS), answer.values(HEADERS)
    if asked.credentials:  # then `*` is a name like any other
        methods = tuple(method for method in methods if method != ANY)
    match = match_cors(Allowed(methods=methods, headers=headers), replace(asked, origin=None))
    if match.matched:
        return match
    clause, given = (METHODS, methods) if match.clause == "AllowMethods" else (HEADERS, headers)
    told = f"has {clause}: {', '.join(given)[:SHOWN]}" if given else f"has no {clause}"
    kind = "method" if clause == METHODS else "header"
    return failed(clause, list(given), match.actual, f"{told}, and the {kind} is {match.actual}")


def match_one_origin(answer: Answer) -> Match:
    """Whether there is at most one allowed origin, whoever asks."""
    lines, values = answer.headers.get(ORIGIN.lower(), ()), answer.values(ORIGIN)
    if len(lines) > 1:
        told = ", ".join(lines)[:SHOWN]
        return failed(ORIGIN, "one value", told, f"has {ORIGIN} twice: {told}")
    if len(values) > 1:
        told = ", ".join(values)[:SHOWN]
        return failed(ORIGIN, "one value", told, f"has several values in {ORIGIN}: {told}")
    return passed()


def _credentials(answer: Answer, asked: Asked, allowed: str) -> Match:
    if allowed == ANY:
        reason = f"has {ORIGIN}: *, which does not do with credentials"
        return failed(ORIGIN, asked.origin, ANY, reason)
    if answer.headers.get(CREDENTIALS.lower()) != ("true",):
        return failed(CREDENTIALS, "true", None, f"has no {CREDENTIALS}: true")
    return passed()
