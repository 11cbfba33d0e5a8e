"""S3 keys of an event that are used as they came: URL-encoded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, HINT, message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import EditCode, Finding, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

ENCODED = re.compile(r"\+|%[0-9A-Fa-f]{2}")
S3 = re.compile(r"\bS3\b", re.IGNORECASE)
DECODE = {
    "python": "urllib.parse.unquote_plus(key)",
    "nodejs": "decodeURIComponent(key.replace(/\\+/g, ' '))",
    "java": "record.getS3().getObject().getUrlDecodedKey()",
}


def _not_from_an_event(signal: Signal, function: FunctionConfiguration | None) -> bool:
    """A trigger that is known and is not S3 gives no encoded key."""
    trigger = function.trigger if function else None
    encoded = ENCODED.search(signal.captures.get("key", ""))
    return trigger is not None and not S3.search(trigger) and not encoded


def _fix(_: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    runtime = (function.runtime or "") if function else ""
    how = next((c for r, c in DECODE.items() if runtime.startswith(r)), "unquote, with + as space")
    return (EditCode(f"Decode the key of the event before the call: {how}"),)


def _weight(finding: Finding, function: FunctionConfiguration | None) -> float:
    known = function is not None and function.trigger is not None
    encoded = ENCODED.search(finding.fact("key") or "") or finding.fact("record")
    return DECISIVE if known or encoded else HINT


MESSAGES = (
    message(
        "no-such-key",
        "NoSuchKey",
        "The specified key does not exist",
        pattern=r"(?:\bNoSuchKey\b|The specified key does not exist)"
        r"(?:[\s\S]{0,2500}?\b[Kk]ey\\?['\"]?[=:>] ?\\?['\"]?"
        r"(?P<key>[^\s'\"<,\\]{0,300}(?:\+|%[0-9A-Fa-f]{2})[^\s'\"<,\\]{0,300}))?"
        r"(?:[\s\S]{0,2500}?(?P<record>(?<!arn:)aws:s3|\[['\"]s3['\"]\]|s3\.object\.key))?",
        source="S3 error code NoSuchKey; S3 guide: keys in events are URL-encoded, 2025",
    ),
    message(
        "head",
        "(404) when calling the HeadObject operation",
        pattern=r"\(404\) when calling the HeadObject operation",
        source="botocore ClientError of HeadObject, 2025",
    ),
)

OBJECT_KEY_ENCODED = told_once(
    weighed(
        signature_check(
            id="code/object-key-encoded",
            title="An S3 key is used without decoding it",
            severity=Severity.HIGH,
            cause="event_encoding_or_shape",
            since="0.1",
            messages=MESSAGES,
            summary="An object of the event is not found: its key was not URL-decoded",
            fix=_fix,
            unless=_not_from_an_event,
        ),
        _weight,
    ),
    "key",
    "record",
)
