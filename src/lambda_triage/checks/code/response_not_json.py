"""Return values that the runtime cannot turn into JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

HOW = {
    "Decimal": "int(value) or str(value)",
    "datetime": "value.isoformat()",
    "date": "value.isoformat()",
    "bytes": "value.decode(), or base64 for binary data",
    "set": "sorted(value) or list(value)",
    "UUID": "str(value)",
    "ndarray": "value.tolist()",
    "coroutine": "await it: the runtime does not",
}


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    kind = signal.captures.get("type")
    if kind in HOW:
        return (EditCode(f"Convert {kind} before returning: {HOW[kind]}"),)
    return (EditCode("Return strings, numbers, booleans, null, and lists and maps of them only"),)


MESSAGES = (
    message(
        "python",
        "is not JSON serializable",
        pattern=r"(?:Object of type '?(?P<type>\w{1,60})'?"
        r"|(?P<repr>\w{1,60})(?:\.\w+)?\([^\n]{0,200}\)|<[^\n>]{1,200}>|\S{1,60})"
        r" is not JSON serializable",
        source="CPython json/encoder.py, 2.7 to 3.13",
    ),
    message(
        "runtime",
        "Runtime.MarshalError",
        "Unable to marshal response",
        "An error occurred during JSON serialization of response",
        "Unable to stringify response body",
        pattern=r"Unable to marshal response|An error occurred during JSON serialization of"
        r" response|Unable to stringify response body|Runtime\.MarshalError",
        source="awslambdaric; Java RIC; Node.js and Python 2.7 runtimes, 2025",
    ),
    message(
        "node",
        "Converting circular structure to JSON",
        "Do not know how to serialize a BigInt",
        pattern=r"Converting circular structure to JSON|Do not know how to serialize a"
        r" (?P<type>BigInt)",
        source="V8 messages kCircularStructure and kBigIntSerializeJSON, 2025",
    ),
    message(
        "go",
        "json: unsupported ",
        "json: error calling MarshalJSON",
        pattern=r"json: unsupported (?:type|value): (?P<type>[^\s\"\\]{1,100})"
        r"|json: error calling MarshalJSON for type (?P<of>[^\s:\"\\]{1,100})",
        source="Go encoding/json encode.go, 2025",
    ),
    message(
        "java-dotnet",
        "No serializer found for class ",
        "Infinite recursion (StackOverflowError)",
        "Error serializing the response object",
        "A possible object cycle was detected",
        "Self referencing loop detected",
        pattern=r"No serializer found for class (?P<type>[\w.$]{1,200})"
        r"|Infinite recursion \(StackOverflowError\)|Error serializing the response object of"
        r" type (?P<of>[\w.]{1,200})|A possible object cycle was detected"
        r"|Self referencing loop detected",
        source="Jackson; Amazon.Lambda.Serialization; System.Text.Json; Json.NET, 2025",
    ),
    message(
        "ruby",
        "JSON::GeneratorError",
        "source sequence is illegal/malformed utf-8",
        pattern=r"JSON::GeneratorError|source sequence is illegal/malformed utf-8",
        source="Ruby json generator, 2025",
    ),
)

RESPONSE_NOT_JSON = told_once(
    signature_check(
        id="code/response-not-json",
        title="The return value cannot be turned into JSON",
        severity=Severity.HIGH,
        cause="marshal_error",
        since="0.1",
        messages=MESSAGES,
        summary="The return value holds something that JSON has no form for: {type}",
        fix=_fix,
    ),
    "type",
)
