"""Functions whose caller and whose integration, adapter or URL disagree on streaming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.behind import called
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Integration, Url
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.place import Place

# API Gateway guide, 'Set up a Lambda proxy integration with payload response streaming', and the
# Lambda Web Adapter's documentation, 'Response streaming', 2026.
STREAM, STREAMS = "STREAM", "/response-streaming-invocations"
URL_STREAMS, ADAPTER_STREAMS = "RESPONSE_STREAM", "response_stream"


@check(
    id="handler/streaming-not-agreed",
    title="The parts of a streamed response do not agree",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
    cause="streaming_misconfigured",
)
def streaming_not_agreed(scene: Scene) -> Iterator[Finding]:
    for integration in scene.case.documents(Integration):
        uri, mode = integration.uri or "", integration.transfer_mode
        told = called(integration)
        if told is None or mode is None or not uri.startswith("arn:aws"):
            continue
        by_uri = uri.endswith(STREAMS)
        if (mode == STREAM) != by_uri and uri.endswith((STREAMS, "/invocations")):
            action = "response-streaming-invocations" if by_uri else "invocations"
            text = f"responseTransferMode is {mode}, and the URI ends in /{action}"
            fix = "Let both stream (2021-11-15/functions/…/response-streaming-invocations), or none"
            yield _finding(scene.key(told[0]), text, fix, integration.place("transfer_mode"))
    for url in scene.case.documents(Url):
        function = scene.function(scene.key(url.resource))
        adapter = function.setting("AWS_LWA_INVOKE_MODE") if function else None
        if adapter is None or url.mode is None:
            continue
        if (adapter.lower() == ADAPTER_STREAMS) != (url.mode == URL_STREAMS):
            text = f"InvokeMode of the URL is {url.mode}, and AWS_LWA_INVOKE_MODE is {adapter}"
            fix = "Let both stream (RESPONSE_STREAM and response_stream), or none"
            yield _finding(scene.key(url.resource), text, fix, url.place("mode"))


def _finding(resource: str, text: str, fix: str, place: Place) -> Finding:
    return Finding(
        resource=resource,
        summary=f"One side streams and the other waits for the whole response: {text}",
        key=text,
        citations=(Citation(place=place, text=text),),
        cause="streaming_misconfigured",
        weight=STRONG,
        explains=("request", "error"),
        remedies=(EditCode(fix),),
    )
