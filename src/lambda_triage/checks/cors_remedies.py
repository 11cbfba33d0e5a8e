"""What to set where, so that a browser gives an answer to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.exchanged import made_by_gateway
from lambda_triage.findings import EditCode, Manual
from lambda_triage.patterns.cors_answer import (
    CREDENTIALS,
    HEADERS,
    METHODS,
    ORIGIN,
    STATUS,
    Answer,
)

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Exchange
    from lambda_triage.findings import Remedy
    from lambda_triage.patterns.verdict import Match

OWNER = "which origins may call is the owner's choice"


def remedies(match: Match, one: Exchange, *, preflight: bool) -> tuple[Remedy, ...]:
    """Remedies for the part of the CORS headers that an answer lacks."""
    clause = match.clause
    if clause == STATUS:
        return (
            Manual(
                "Answer OPTIONS of this path with a 2xx and the CORS headers, without redirect,"
                " authorizer or API key: by an OPTIONS method in a REST API, by CorsConfiguration"
                " in an HTTP API",
                OWNER,
            ),
        )
    if clause in (METHODS, HEADERS):
        return (Manual(f"Add {match.actual} to {clause} of the answer to the preflight", OWNER),)
    several = len(Answer(one.status, one.headers).values(ORIGIN)) > 1
    if several:
        return (
            EditCode(
                f"Set {ORIGIN} in one place, with the one origin that asks: in the function's"
                " answer, or in CorsConfiguration (HTTP API) or Cors (function URL)"
            ),
        )
    if clause == CREDENTIALS or one.headers.get(ORIGIN.lower()) == ("*",):
        text = f"Answer with the asking origin in {ORIGIN} and {CREDENTIALS}: true"
        return (EditCode(text), Manual("Or call without credentials", OWNER))
    return _origin_remedies(one, preflight=preflight)


def _origin_remedies(one: Exchange, *, preflight: bool) -> tuple[Remedy, ...]:
    door = Manual(
        f"HTTP API and function URL: allow {one.origin} in CorsConfiguration or Cors, which sets"
        " the header on every answer",
        OWNER,
    )
    gateway = Manual(
        f"REST API: set {ORIGIN} in the gateway responses DEFAULT_4XX and DEFAULT_5XX, and deploy"
        " the stage: the API itself gives this answer",
        OWNER,
    )
    if made_by_gateway(one):
        return (gateway,)
    if preflight:
        method = f"REST API: set {ORIGIN} in the answer of the OPTIONS method, and deploy the stage"
        return (Manual(method, OWNER), door)
    failing = f", on errors like the {one.status}, too" if (one.status or 0) >= 400 else ""
    code = f"Set {ORIGIN} to {one.origin} in the function's answer{failing}"
    known = "apigw-requestid" in one.headers or ".lambda-url." in (one.url or "")
    if (one.status or 0) >= 500 and not known:
        return (EditCode(code), gateway, door)
    return (door, EditCode(code)) if known else (EditCode(code), door)
