"""CORS settings of an API or function URL that refuse what a browser reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.asked_by_browser import asked, url
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import Api, Url
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity
from lambda_triage.patterns.cors import Allowed, match_cors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Document, Json

# Messages that data/cors-blocked finds; the text tells origin, method and header.
BLOCKED = ("data/cors-blocked.chrome", "data/cors-blocked.firefox", "data/cors-blocked.safari")
TEXT = "SELECT text FROM log_events WHERE id = $id"


@check(
    id="api/cors-refuses",
    title="The CORS settings refuse what the browser asks for",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("log_events",),
    cause="cors_missing",
)
def cors_refuses(scene: Scene) -> Iterator[Finding]:
    for signal in scene.signals(*BLOCKED):
        for event in signal.examples[:1]:
            text = str(scene.case.execute(TEXT, id=event)[0][0])
            for document, field, allowed in _settings(scene, url(text) or ""):
                match = match_cors(allowed, asked(text))
                if match.matched:
                    continue
                said = f"{match.clause}: {match.reason}"
                yield Finding(
                    resource=signal.resource,
                    summary=f"CORS of {name(document.resource)} refuses it: {match.reason}",
                    key=f"{document.resource}&{match.clause}",
                    citations=(
                        Citation(place=document.place(field), text=said),
                        Citation(event=event),
                    ),
                    cause="cors_missing",
                    weight=DECISIVE,
                    explains=("request",),
                    remedies=(
                        Manual(
                            f"Add {match.actual} to {match.clause} of {name(document.resource)}",
                            "whether that origin may call it is its owner's decision",
                        ),
                    ),
                )


def _settings(scene: Scene, called: str) -> Iterator[tuple[Document, str, Allowed]]:
    """CORS settings of what stands at the address; all, where the address has a name of its own."""
    for one in scene.case.documents(Url):
        if one.origins is not None and (".lambda-url." not in called or _own(one.url, called)):
            allowed = Allowed(
                one.origins, one.methods, one.headers, credentials=bool(one.credentials)
            )
            yield one, "origins", allowed
    for api in scene.case.documents(Api):
        id = name(api.resource).removeprefix("?:")
        if isinstance(api.cors, dict) and (".execute-api." not in called or id in called):
            yield api, "cors", _allowed(api.cors)


def _own(address: str | None, called: str) -> bool:
    return bool(address) and called.startswith(str(address).rstrip("/"))


def _allowed(cors: dict[str, Json]) -> Allowed:
    return Allowed(
        _texts(cors.get("AllowOrigins")),
        _texts(cors.get("AllowMethods")),
        _texts(cors.get("AllowHeaders")),
        credentials=cors.get("AllowCredentials") is True,
    )


def _texts(value: Json) -> tuple[str, ...] | None:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else None
