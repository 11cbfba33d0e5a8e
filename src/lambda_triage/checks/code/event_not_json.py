"""Text that is parsed as JSON and is not: an empty, encoded or already parsed body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# The answer of a called service fails to parse in the same words; HTML (`<`) is one, and left out.
BODY = 2.0


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    told = "Parse only a non-empty string body; decode it first where isBase64Encoded is true"
    return (EditCode(f"{told}, and do not parse what is an object already"),)


EVENT_NOT_JSON = signature_check(
    id="code/event-not-json",
    title="A body is parsed as JSON and is not JSON",
    severity=Severity.MEDIUM,
    cause="event_encoding_or_shape",
    since="0.1",
    messages=(
        message(
            "node",
            "in JSON at position",
            "is not valid JSON",
            "Unexpected end of JSON input",
            pattern=r"Unexpected token (?!'?<)\S{1,6} in JSON at position"
            r"|\\*\"(?:undefined|\[object Object\]|\w{0,20}=?[^<\n\"]{0,60})\\*\" is not valid JSON"
            r"|Unexpected end of JSON input",
            source="V8 JSON.parse messages, old and new wording, 2025",
        ),
        message(
            "python",
            "Expecting value: line 1 column",
            "the JSON object must be str, bytes or bytearray, not",
            "Expecting property name enclosed in double quotes",
            pattern=r"Expecting value: line 1 column \d+|the JSON object must be str, bytes or"
            r" bytearray, not (?P<type>\w+)|Expecting property name enclosed in double quotes",
            source="CPython json/decoder.py and json/__init__.py, 2025",
        ),
        message(
            "other",
            "unexpected end of JSON input",
            "JSON::ParserError",
            "MismatchedInputException: No content to map",
            pattern=r"unexpected end of JSON input|JSON::ParserError|No content to map due to"
            r" end-of-input",
            source="Go encoding/json; Ruby json; Jackson, 2025",
        ),
    ),
    summary="What the code parses as JSON is not JSON",
    fix=_fix,
    weight=BODY,
)
