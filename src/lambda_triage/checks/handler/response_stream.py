"""Responses that are streamed the wrong way, or break off in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.checks.weighed import SPECIFIC, weighed
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal
    from lambda_triage.findings import Finding

WRAP = "Wrap the exported handler: awslambda.streamifyResponse(async (event, responseStream) => …)"
HOW = {
    "unwrapped": WRAP,
    "handler": f"{WRAP}; set no handler symbol by hand",
    "order": "Set content type and metadata (HttpResponseStream.from) before the first write",
    "closed": "Write nothing after responseStream.end(); await the pipeline that writes",
    "broken": "Catch errors while streaming, write an end that the client understands, and call"
    " end(); await the stream's finish before the handler returns",
    "mode": "Send Lambda-Runtime-Function-Response-Mode: streaming, or leave the header out",
}


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (EditCode(HOW[signal.name]),)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    """A missing stream method is a TypeError, too; a response cut off may have other reasons."""
    if any(r.summary == WRAP for r in finding.remedies):
        return SPECIFIC
    broken = any(r.summary == HOW["broken"] for r in finding.remedies)
    return STRONG if broken else DECISIVE


RESPONSE_STREAM = weighed(
    signature_check(
        id="handler/response-stream",
        title="The response is not streamed as it must be",
        severity=Severity.MEDIUM,
        cause="streaming_misconfigured",
        since="0.1",
        messages=(
            message(
                "unwrapped",
                "esponseStream.write is not a function",
                "esponseStream.end is not a function",
                "esponseStream.setContentType is not a function",
                "esponseStream.pipe is not a function",
                "esponseStream.on is not a function",
                "awslambda is not defined",
                'The "destination" argument must be an instance of WritableStream',
                pattern=r"esponseStream\.(?P<what>write|end|setContentType|pipe|on) is not a"
                r" function|(?P<global>awslambda) is not defined|(?P<argument>The \"?destination\"?"
                r" argument must be an instance of WritableStream)",
                source="V8 kCalledNonCallable; Node.js RIC UserFunction.js, which defines the"
                " global and passes a stream to wrapped handlers only, 2025",
            ),
            message(
                "handler",
                "MalformedStreamingHandler",
                "Only response streaming is supported",
                pattern=r"Runtime\.(?P<what>MalformedStreamingHandler)|Only response streaming is"
                r" supported",
                source="Node.js RIC UserFunction.js and Errors.js, 2025",
            ),
            message(
                "order",
                "InvalidStreamingOperation",
                "Cannot set content-type, too late",
                pattern=r"Runtime\.(?P<what>InvalidStreamingOperation)|Cannot set content-type, too"
                r" late",
                source="Node.js RIC ResponseStream.js, 2025",
            ),
            message(
                "broken",
                "Runtime.TruncatedResponse",
                "HTTP request detected as truncated",
                "Function.TrailerError",
                "TruncatedHTTPRequest",
                pattern=r"Runtime\.(?P<what>TruncatedResponse)|HTTP request detected as truncated"
                r"|Function\.(?P<trailer>TrailerError)|TruncatedHTTPRequest",
                source="Lambda runtime interface emulator fatalerror.go and rendering.go, 2025",
            ),
            message(
                "mode",
                "InvalidFunctionResponseMode",
                "Invalid function response mode",
                pattern=r"(?P<what>InvalidFunctionResponseMode)|Invalid function response mode",
                source="Lambda runtime interface emulator rendering.go, 2025",
            ),
        ),
        summary="The handler and the response stream do not fit together: {what}",
        fix=_fix,
    ),
    _weight,
)
