"""Code that reads an API's event in the payload format that the API does not send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.behind import called
from lambda_triage.checks.check import check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.evidence.documents import Integration, Url
from lambda_triage.findings import Citation, EditCode, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Document
    from lambda_triage.evidence.signature import Signal

# Keys that one format has and the other has not (API Gateway developer guide, Lambda proxy
# integrations of HTTP APIs; Lambda guide, function URL payloads, 2026).
ONLY = {
    "1.0": {"httpMethod", "path", "resource", "multiValueQueryStringParameters",
            "multiValueHeaders"},
    "2.0": {"rawPath", "routeKey", "rawQueryString", "cookies"},
}  # fmt: skip
LACKED = tuple(f"code/event-shape.{n}" for n in ("python", "node", "none", "ruby"))


@check(
    id="api/payload-version",
    title="The code reads another payload format than the API sends",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("integrations", "log_events"),
    cause="event_encoding_or_shape",
)
def payload_version(scene: Scene) -> Iterator[Finding]:
    sent = _sent(scene)
    for signal in scene.signals(*LACKED):
        key = signal.captures.get("key") or signal.captures.get("name") or ""
        resource = scene.key(signal.resource)
        fronts = sent.get(resource, {})
        if len(fronts) != 1:
            continue  # no API, or one of each format
        version, front = next(iter(fronts.items()))
        other = "2.0" if version == "1.0" else "1.0"
        if key in ONLY[other]:
            yield _finding(resource, signal, key, (version, other), front)


def _sent(scene: Scene) -> dict[str, dict[str, Document]]:
    """Each function's payload formats, as its integrations and its URL send them."""
    found: dict[str, dict[str, Document]] = {}
    for integration in scene.case.documents(Integration):
        told = called(integration)
        sure = integration.complete or "payload_version" in integration.given
        if told and sure and integration.payload_version in ONLY:
            key = scene.key(told[0])
            found.setdefault(key, {}).setdefault(integration.payload_version, integration)
    for url in scene.case.documents(Url):
        found.setdefault(scene.key(url.resource), {}).setdefault("2.0", url)
    return found


def _finding(
    resource: str, signal: Signal, key: str, versions: tuple[str, str], front: Document
) -> Finding:
    sent, read = versions
    field = "payload_version" if isinstance(front, Integration) else "url"
    text = f"the event is sent in format {sent}, and {key} is a key of format {read}"
    harmed = signal.failed > 0 or signal.loose > 0
    return Finding(
        resource=resource,
        summary=f"The code reads {key}, which the API does not send: {text}",
        key=key,
        citations=(
            Citation(place=front.place(field), text=f"payload format {sent}"),
            *(Citation(event=e) for e in signal.examples[:3]),
        ),
        cause="event_encoding_or_shape",
        weight=SPECIFIC,
        opens=harmed,
        role=Role.SIGNATURE if harmed else Role.RISK,
        invocations=signal.invocations,
        onset_us=signal.first_us,
        by_status=tuple(sorted(signal.statuses.items())),
        remedies=(
            EditCode(f"Read the event in format {sent}"),
            Manual(
                f"Or set the integration's payload format to {read}: an HTTP API sends both, a REST"
                " API only 1.0, a function URL only 2.0",
                "other code may read the format as it is now",
            ),
        ),
    )
