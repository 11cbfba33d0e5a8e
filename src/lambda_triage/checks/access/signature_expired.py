"""Requests signed at another time than the service's."""

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
            "Await every SDK call before the handler returns, also calls begun at module level:"
            " a request signed before a freeze is sent when its signature is minutes old"
        ),
        EditCode("Update the SDK, so that it signs again and retries after this error"),
    )


SIGNATURE_EXPIRED = signature_check(
    id="access/signature-expired",
    title="Requests carry a signature of another time",
    severity=Severity.HIGH,
    cause="sigv4_clock_skew",
    since="0.1",
    messages=(
        message(
            "expired",
            "Signature expired:",
            "Signature expired",
            "is now earlier than",
            pattern=r"Signature expired\b|is now earlier than",
            source="AWS SigV4 services, InvalidSignatureException, 2026",
        ),
        message(
            "not-yet",
            "Signature not yet current",
            pattern=r"Signature not yet current",
            source="AWS SigV4 services, InvalidSignatureException, 2026",
        ),
        message(
            "skewed",
            "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large",
            "RequestInTheFuture",
            "RequestExpired",
            pattern=r"RequestTimeTooSkewed|RequestInTheFuture|RequestExpired\b"
            r"|difference between the request time and the current time is too large",
            source="Amazon S3 and EC2 error codes; SDK clock-skew retry lists, 2026",
        ),
    ),
    summary="A request was signed too long before it was sent (a freeze, or a wrong clock)",
    fix=_fix,
    weight=DECISIVE,
)
