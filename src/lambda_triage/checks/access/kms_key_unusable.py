"""Keys that exist no more, are disabled, or wait for their deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.revised import deployable
from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Command, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

ARN = r"arn:aws[\w-]{0,10}:kms:[^\s\"'\\]{1,200}"
AFTER = rf"(?:[^\n]{{0,200}}?(?P<key>{ARN}))?"  # an error's code stands before the key it names
MISSING = ("not-found", "wrong-key")


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    key = (
        signal.captures.get("key")
        or signal.captures.get("arn")
        or (function.kms_key if function else None)
        or "<key id>"
    )
    if signal.name in MISSING:
        told = "Refer to a key that exists in this region, or put back the alias"
        return (Manual(told, "which key was meant is not in the evidence"),)
    enable = Command(("aws", "kms", "enable-key", "--key-id", key), "Enable the key")
    if signal.name == "disabled":
        return (enable,)
    restore = Command(
        ("aws", "kms", "cancel-key-deletion", "--key-id", key),
        "Stop the deletion while it is pending",
    )
    return (restore, enable)


KMS_KEY_UNUSABLE = deployable(
    signature_check(
        id="access/kms-key-unusable",
        title="A KMS key is disabled, being deleted or missing",
        severity=Severity.CRITICAL,
        cause="kms_key_unusable",
        since="0.1",
        messages=(
            message(
                "disabled",
                "KMSDisabled",
                "KMS.Disabled",
                "DisabledKMSKey",
                ":key/",
                "DisabledException",
                pattern=rf"(?:KMS\.?Disabled|DisabledKMSKey){AFTER}|(?P<arn>{ARN}) is disabled"
                rf"|\(DisabledException\) when calling|(?<![\w.])DisabledException: ",
                source="AWS KMS and Lambda Invoke errors; Lambda StateReasonCode, 2026",
            ),
            message(
                "state",
                "KMSInvalidState",
                "KMS.InvalidState",
                "KmsInvalidState",
                "InvalidStateKMSKey",
                ":key/",
                pattern=rf"(?:(?i:KMS\.?InvalidState)|InvalidStateKMSKey){AFTER}"
                rf"|(?P<arn>{ARN}) is (?:pending (?:deletion|import)|unavailable)",
                source="AWS KMS 'Key states of AWS KMS keys'; Lambda Invoke errors, 2026",
            ),
            message(
                "not-found",
                "KMSNotFound",
                "KMS.NotFound",
                "KMSKeyNotFound",
                "Invalid keyId",
                ":key/",
                pattern=rf"(?:KMS\.?NotFound|KMSKeyNotFound){AFTER}"
                rf"|Key '(?P<arn>{ARN})' does not exist|Invalid keyId",
                source="AWS KMS NotFoundException; Lambda Invoke errors, 2026",
            ),
            message(
                "wrong-key",
                "does not identify a CMK that can perform this operation",
                "does not identify a KMS key that can perform this operation",
                pattern=r"does not identify a (?:CMK|KMS key) that can perform this operation",
                source="AWS KMS, IncorrectKeyException, 2025",
            ),
        ),
        summary="A KMS key cannot be used: it is disabled, pending deletion or missing",
        fix=_fix,
    )
)
