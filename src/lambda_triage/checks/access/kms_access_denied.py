"""Keys that the role may not use, for its variables, objects, messages or secrets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.denial import REFUSALS, kind, read, symptom, target, who
from lambda_triage.checks.revised import decided_later, revised
from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import Finding, GrantAction, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.sources.parse.access_denied import Denial

DECRYPT = "kms:Decrypt"
OWN = re.compile(
    r"environment variables because KMS|ciphertext refers to a customer master key"
    r"|KMS\.?(?:Key)?AccessDenied|Access to KMS is not allowed|KMS key access denied",
    re.IGNORECASE,
)


def _revise(finding: Finding, text: str, function: FunctionConfiguration | None) -> Finding | None:
    denial = read(finding, text)
    own = finding.fact("environment") or finding.fact("denied")
    if not own and (denial is None or kind(denial, text) != "kms" or OWN.search(text)):
        return None
    return replace(
        finding,
        summary=_say(finding, denial),
        weight=DECISIVE,
        symptom=symptom(text),
        remedies=_remedies(finding, denial, function),
    )


def _say(finding: Finding, denial: Denial | None) -> str:
    if finding.fact("environment"):
        return "Lambda may not use the key that encrypts the function's environment variables"
    if denial is None or not denial.action:
        return "The key that encrypts the data does not admit the caller"
    key = f" with {denial.resource}" if denial.resource else ""
    subject = who(denial)
    return f"{subject[0].upper()}{subject[1:]} may not {denial.action}{key}"


def _remedies(
    finding: Finding, denial: Denial | None, function: FunctionConfiguration | None
) -> tuple[Remedy, ...]:
    action = (denial.action if denial else None) or DECRYPT
    named = target(denial) if denial else None
    key = named or (function.kms_key if function else None)
    role = (denial.role if denial else None) or (function.role if function else None)
    both = (
        GrantAction((action,), key, role, "identity", f"Allow {action} in the role's policy"),
        GrantAction((action,), key, role, "key", "Admit the role in the key's policy, too"),
    )
    if not finding.fact("environment"):
        return both
    reset = Manual(
        "If the role was deleted and made again under its old name, assign it to the function"
        " once more: the key's grant holds the old role's id",
        "the history of the role is not in the evidence",
    )
    return (*both, reset)


KMS_ACCESS_DENIED = revised(
    signature_check(
        id="access/kms-access-denied",
        title="A KMS key does not admit the role",
        severity=Severity.HIGH,
        cause="kms_access_denied",
        since="0.1",
        messages=(
            message(
                "environment",
                "decrypt the environment variables because KMS access was denied",
                "unable to configure access to your environment variables because the KMS",
                pattern=r"(?P<environment>environment variables because (?:KMS access was denied"
                r"|the KMS))",
                source="Lambda API, KMSAccessDeniedException of Invoke, 2026",
            ),
            message(
                "ciphertext",
                "The ciphertext refers to a customer master key",
                "KMSAccessDenied",
                "KMS.AccessDenied",
                "KmsAccessDenied",
                "KMSKeyAccessDenied",
                "Access to KMS is not allowed",
                "KMS key access denied",
                pattern=r"\A(?![\s\S]{0,20000}environment variables because KMS access)[\s\S]*?"
                r"(?P<denied>ciphertext refers to a customer master key"
                r"|(?i:KMS\.?(?:Key)?AccessDenied)|Access to KMS is not allowed"
                r"|KMS key access denied)",
                source="AWS KMS, SQS, Kinesis, Secrets Manager and Lambda error codes, 2026",
            ),
            message(
                "log-group",
                "The specified KMS key does not exist or is not allowed to be used",
                pattern=r"(?P<denied>KMS key does not exist or is not allowed to be used)",
                source="CloudWatch Logs API, AssociateKmsKey, 2025",
            ),
            *REFUSALS,
        ),
        summary="The key does not admit the caller",
        fix=decided_later,
    ),
    _revise,
)
