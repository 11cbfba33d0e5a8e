"""Answers of a skill that Alexa refused: it says so in its next request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "Return version and response on every path of the request before this one; an async"
            " handler has to return its promise, and must not end before the answer is built"
        ),
    )


SKILL_RESPONSE_REFUSED = signature_check(
    id="data/skill-response-refused",
    title="Alexa refused the skill's answer",
    severity=Severity.HIGH,
    cause="response_malformed_502",
    since="0.1",
    messages=(
        message(
            "ended",
            "INVALID_RESPONSE",
            # The function itself failed where an exception was dispatched: its own log tells why.
            pattern=r"\\?\"type\\?\" ?: ?\\?\"INVALID_RESPONSE\\?\",\s*\\?\"message\\?\" ?: ?\\?\""
            r"(?!An exception occurred while dispatching)(?P<reason>[^\"\n\\]{1,200})",
            source="Alexa Skills Kit, request types reference, SessionEndedRequest, 2025",
        ),
    ),
    summary="Alexa ended the session, since it could not use the skill's answer: {reason}",
    fix=_fix,
    weight=DECISIVE,
    symptom="request",
    beyond=True,
)
