"""Records of an API's access log, in JSON, CLF or CSV → grouped rows of `requests`.

The owner of an API chooses the form; those of AWS's own examples and the keys of `$context` are
known here (API Gateway guides, access logging formats and variables, 2026).
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from lambda_triage.evidence.case import Value

T = TypeVar("T")

ACCESS_LITERALS = (
    '"integrationStatus"', '"integration_status"', '"integrationLatency"', '"routeKey"',
    '"resourcePath"', '"integrationErrorMessage"', '"responseLatency"',
    ' +0000] "', " +0000,",  # requestTime in CLF and CSV, always UTC
)  # fmt: skip
MOST = 5_000  # distinct rows kept
STATUS = ("status", "statusCode", "responseStatus")
INTEGRATION = ("integrationStatus", "integration_status", "integration.status", "integration")
TELLS = (*INTEGRATION, "integrationLatency", "integrationErrorMessage", "responseType")
ERRORS = ("errorMessage", "error.message", "error", "integrationErrorMessage", "integrationError",
          "integration.error", "authorizerError", "authorizer.error", "wafResponseCode",
          "validationErrorString", "error.responseType", "errorResponseType",
          "errorType")  # fmt: skip
# Ids of the invocation behind a request; $context.integration.requestId is Lambda's own.
CALLS = ("integrationRequestId", "integration.requestId", "awsEndpointRequestId",
         "lambdaRequestId", "functionRequestId")  # fmt: skip
MOST_CALLS = 200  # kept of each kind
CALL_LENGTH = 36  # of a UUID
# $context has connectionId and eventType for WebSocket APIs only, resourcePath for REST APIs only.
FORMS = (("connectionId", "WEBSOCKET"), ("eventType", "WEBSOCKET"), ("resourcePath", "REST"),
         ("routeKey", "HTTP"))  # fmt: skip
KEYS = ("apiKeyId", "apiKey", "identity.apiKeyId")
SEVERAL = 2
QUIET = ("", "-", "WAF_ALLOW", "null", "none")
BLOCKED = ("WAF_BLOCK", "WAF_FILTERED")  # say more than the message beside them, Forbidden
TIME = r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000"
# requestId of a REST or an HTTP API, which a web server's own log does not have, and the
# extended one.
ID = r"(?:[0-9a-f]{8}-[0-9a-f-]{27}|[\w+/-]{8,30}={1,2})(?:[ ,][\w+/=-]{5,60})?"
WHO = r"(?:^|\s)[0-9A-Fa-f.:]{3,45}"
CLF = re.compile(
    rf'{WHO} [^\s"]{{1,300}} [^\s"]{{1,300}} \[(?P<time>{TIME})\]'
    r' "(?P<method>[A-Z]{3,10}) (?P<path>[^"\n]{1,2000}) HTTP/[\d.]{1,5}"'
    rf" (?P<status>\d{{3}}) (?:\d{{1,12}}|-) {ID}\s*$"
)
CSV = re.compile(
    rf"{WHO},(?:[^\s,]{{0,300}},[^\s,]{{0,300}},)?(?P<time>{TIME})"
    r",(?P<method>[A-Z]{3,10}),(?P<path>[^,\n]{1,2000}),HTTP/[\d.]{1,5}"
    rf",(?P<status>\d{{3}}),(?:\d{{0,12}}|-),{ID}\s*$"
)


def classic(text: str) -> dict[str, object] | None:
    """A record in CLF or CSV, with the keys of `$context`; None for any other text."""
    found = CLF.search(text) or CSV.search(text)
    if found is None:
        return None
    path = found["path"]
    route = " " in path or path == "$default"  # an HTTP API has its route's key there
    where = {"routeKey": path} if route else {"httpMethod": found["method"], "resourcePath": path}
    return {**where, "status": found["status"], "requestTime": found["time"]}


class _Count(Struct):
    input: int
    line: int
    keys: set[str] = field(default_factory=set)  # two at most: one, or several
    requests: int = 0
    latency_ms: int | None = None
    least_ms: int | None = None
    integration_ms: int | None = None
    lengths: set[int] = field(default_factory=set)  # two at most
    forms: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    first_us: int | None = None
    last_us: int | None = None


class AccessLog:
    """Counts requests by route, status, integration status and error."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, int, int | None, bool, str], _Count] = {}

    def take(
        self, body: dict[str, object], resource: str, place: tuple[int, int, int | None]
    ) -> bool:
        """Count one record; False when it is none. *place* is input, line and time in µs."""
        status = _whole(_first(body, STATUS))
        if status is None or not 100 <= status <= 599:
            return False
        input, line, time_us = place
        told = _whole(_first(body, INTEGRATION))
        errors = [str(body[e]) for e in ERRORS if str(body.get(e, "")) not in QUIET]
        error = next((e for e in errors if e in BLOCKED), errors[0][:200] if errors else "")
        tells = bool(error) or any(name in body for name in TELLS)
        key = (resource, _route(body)[:200], status, told, tells, error)
        if key not in self._counts and len(self._counts) >= MOST:
            key = (resource, "", status, told, tells, "")
        count = self._counts.setdefault(key, _Count(input, line))
        count.requests += 1
        if len(count.keys) < SEVERAL:
            count.keys.add(str(_first(body, KEYS) or ""))
        _measure(count, body)
        when = time_us if time_us is not None else _time(body)
        if when is not None:
            count.first_us = when if count.first_us is None else min(count.first_us, when)
            count.last_us = when if count.last_us is None else max(count.last_us, when)
        return True

    def rows(self) -> list[dict[str, Value]]:
        """Rows of `requests`, in the table's order."""
        found: list[dict[str, Value]] = []
        for key in sorted(self._counts, key=lambda k: (*k[:3], k[3] or 0, *k[4:])):
            count = self._counts[key]
            resource, route, status, integration, tells, error = key
            found.append(
                {
                    "resource": resource,
                    "route": route,
                    "status": status,
                    "integration_status": integration,
                    "integration_told": tells,
                    "error": error or None,
                    "api_key": (next(iter(count.keys)) if len(count.keys) == 1 else "") or None,
                    "requests": count.requests,
                    "latency_ms": count.latency_ms,
                    "least_ms": count.least_ms,
                    "length": _only(count.lengths),
                    "api": _only(count.forms),
                    "calls": json.dumps(count.calls) if count.calls else None,
                    "integration_ms": count.integration_ms,
                    "first_us": count.first_us,
                    "last_us": count.last_us,
                    "input": count.input,
                    "line": count.line,
                }
            )
        return found


def _measure(count: _Count, body: dict[str, object]) -> None:
    latency = body.get("responseLatency")
    count.latency_ms = _most(count.latency_ms, latency)
    count.integration_ms = _most(count.integration_ms, body.get("integrationLatency"))
    spent = _whole(latency if latency is not None else body.get("integrationLatency"))
    if spent is not None:
        count.least_ms = spent if count.least_ms is None else min(count.least_ms, spent)
    length = _whole(body.get("responseLength"))
    if length is not None and len(count.lengths) < SEVERAL:
        count.lengths.add(length)
    form = next((form for name, form in FORMS if name in body), None)
    if form is not None:
        count.forms.add(form)
    call = str(_first(body, CALLS) or "")
    if len(call) == CALL_LENGTH and len(count.calls) < MOST_CALLS:
        count.calls.append(call)


def _only(values: set[T]) -> T | None:
    """The one value that all told; None where they differ."""
    return next(iter(values)) if len(values) == 1 else None


def _route(body: dict[str, object]) -> str:
    whole = body.get("routeKey")
    if isinstance(whole, str) and whole:
        return whole
    method, path = body.get("httpMethod"), body.get("resourcePath") or body.get("path")
    return f"{method or ''} {path or ''}".strip()


def _first(body: dict[str, object], names: tuple[str, ...]) -> object:
    return next((body[n] for n in names if n in body), None)


def _whole(value: object) -> int | None:
    text = str(value)
    return int(text) if re.fullmatch(r"\d{1,6}", text) else None


def _most(held: int | None, value: object) -> int | None:
    told = _whole(value)
    return held if told is None else max(held or 0, told)


def _time(body: dict[str, object]) -> int | None:
    """`requestTime` in the common log format, or `requestTimeEpoch`."""
    if (epoch := micros(body.get("requestTimeEpoch"))) is not None:
        return epoch
    try:
        told = datetime.strptime(str(body.get("requestTime")), "%d/%b/%Y:%H:%M:%S %z")
    except ValueError:
        return None
    return int(told.timestamp()) * 1_000_000
