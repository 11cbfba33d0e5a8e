"""Keys and tokens that a function writes into its log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import message
from lambda_triage.evidence.place import Place
from lambda_triage.evidence.redact import redact
from lambda_triage.facts.secrets import SECRETS
from lambda_triage.findings import Citation, EditCode, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.signature import Signal
    from lambda_triage.facts.secrets import Secret

ID = "observability/secrets-in-log"
LEAST = 5  # characters to look for in every line; shorter ones are everywhere
CITED = 3  # events cited of each kind
AROUND = 80  # characters shown on either side of a token
TOKEN = 24  # characters of one
EVENT = "SELECT text, input, line, time_us FROM log_events WHERE id = $id"


class _Event(Struct, frozen=True):
    text: str
    input: int
    line: int
    time_us: int | None


@check(
    id=ID,
    title="Secrets stand in the log",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("log_events",),
    signatures=tuple(
        message(f"{ID}.{s.name}", *s.told, pattern=s.seen, source=s.source, caseless=s.caseless)
        for s in SECRETS
        if all(len(literal) >= LEAST for literal in s.literals)
    ),
)
def secrets_in_log(scene: Scene) -> Iterator[Finding]:
    for secret in SECRETS:
        for signal in scene.signals(f"{ID}.{secret.name}"):
            yield _finding(scene, secret, signal)


def _finding(scene: Scene, secret: Secret, signal: Signal) -> Finding:
    plural = "s" if signal.events != 1 else ""
    return Finding(
        resource=signal.resource,
        summary=f"{signal.events} log event{plural} with a secret: {secret.title}",
        key=secret.name,
        citations=tuple(_citations(scene, secret, signal)),
        invocations=signal.invocations,
        onset_us=signal.first_us,
        impact=f"{signal.events} log event{plural}",
        remedies=(
            Manual(
                f"Replace the {secret.title}: everybody who may read the log has it",
                "only who issued it can withdraw it",
            ),
            EditCode("Log names and ids instead of whole events, headers and settings"),
        ),
    )


def _citations(scene: Scene, secret: Secret, signal: Signal) -> Iterator[Citation]:
    """The events with the secret hidden already here: no report may show it, whatever it shows."""
    for id in signal.examples[:CITED]:
        for event in scene.case.rows(EVENT, _Event, id=id):
            text = hidden(event.text, secret)
            yield Citation(
                place=Place(event.input, line=event.line), text=text, time_us=event.time_us
            )


def hidden(text: str, secret: Secret) -> str:
    """What stands around the first *secret* in the text, with tokens for this and all others."""
    first = re.search(secret.pattern, text, re.MULTILINE)
    clean = redact(text)
    at = clean.find(f"[{secret.name}-")
    if at < 0:
        at = min(first.start(), len(clean)) if first else 0
    return " ".join(clean[max(0, at - AROUND) : at + TOKEN + AROUND].split())
