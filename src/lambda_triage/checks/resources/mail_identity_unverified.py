"""Mail that Amazon SES refuses because it does not know an address in this Region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    region = (signal.captures.get("region") or "the function's Region").lower()
    return (
        Manual(
            f"Verify the sender's address or domain in SES in {region}, or call the Region where it"
            " is verified; while the account is in the sandbox there, recipients need it too",
            "only the owner of an address or domain can verify it",
        ),
    )


MAIL_IDENTITY_UNVERIFIED = signature_check(
    id="resources/mail-identity-unverified",
    title="SES has not verified an address of the mail",
    severity=Severity.HIGH,
    cause="resource_not_found",
    since="0.1",
    messages=(
        message(
            "identities",
            "identities failed the check in region",
            pattern=r"identities failed the check in region (?P<region>[A-Za-z]{2}[\w-]{3,30}\d)",
            source="Amazon SES developer guide, email sending errors, 2025",
        ),
    ),
    summary="SES refuses the mail: an address of it is not verified in {region}",
    fix=_fix,
)
