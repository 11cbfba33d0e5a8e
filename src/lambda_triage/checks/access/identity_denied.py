"""Calls that no policy of the caller's own role allows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.denial import REFUSALS, called, kind, on, read, symptom, target, who
from lambda_triage.checks.revised import decided_later, revised
from lambda_triage.checks.signature import DECISIVE, HINT, STRONG, signature_check
from lambda_triage.findings import Command, Finding, GrantAction, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.sources.parse.access_denied import Denial

# Reading a missing key answers 403, not 404, to callers without ListBucket (S3 guide, GetObject).
LIST_HINT = ("s3:GetObject", "s3:GetObjectAttributes")
# A line of an answer's head repeats the code of an error that stands in its body.
HEADER = re.compile(r"\s*(?:< )?x-amzn-errortype:", re.IGNORECASE)
# Applications use the code's word for refusals of their own, too.
BARE = re.compile(r"(?<!\w)AccessDenied(?:Exception|Fault)?(?!\w)")
# What AWS SDKs and replies print around a code: botocore, aws-sdk-js v2 and v3, -java, -ruby,
# -php, -go-v2 and -rust; error bodies in XML and JSON, 2025.
SDK = re.compile(
    r"\bboto(?:core|3)\b|\baws-?sdk\b|@smithy/|CommandError\b|\bthrowDefaultError\b|\$fault\b"
    r"|\$metadata\b|\bextractError\b|\bretryable\b|com\.amazonaws\.|\(Service: |Error Code: "
    r"|\bAws::|AccessDenied \(client\)|\bapi error |\bservice error\b|ResponseMetadata"
    r"|<Code>|\bHostId\b|\b[Ee]xtendedRequestId\b|x-amz(?:n|-)|__type"
)


def _revise(finding: Finding, text: str, function: FunctionConfiguration | None) -> Finding | None:
    denial = None if HEADER.match(text) else read(finding, text)
    if denial is None or kind(denial, text) != "identity":
        return None
    return replace(
        finding,
        summary=_say(denial),
        weight=_weight(finding, denial, text),
        symptom=symptom(text),
        remedies=_remedies(denial, function),
    )


def _weight(finding: Finding, denial: Denial, text: str) -> float:
    if denial.policy_type == "identity" or finding.fact("on"):
        return DECISIVE
    failed = any(status != "ok" for status in finding.statuses)
    return STRONG if failed or not _is_bare(finding, denial, text) else HINT


def _is_bare(finding: Finding, denial: Denial, text: str) -> bool:
    """Nothing but the code: neither who, nor what, nor an SDK that says so."""
    told = (denial.operation, denial.action, denial.principal, denial.service)
    if any(told) or any(value for _, value in finding.facts):
        return False
    return BARE.search(text) is not None and SDK.search(text) is None


def _say(denial: Denial) -> str:
    told = f"{who(denial)} may not {called(denial)}{on(denial)}"
    why = "an explicit deny in its policy" if denial.explicit else "no policy allows it"
    return told[0].upper() + told[1:] + f": {why}"


def _remedies(denial: Denial, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if denial.encoded:
        return (
            Command(
                ("aws", "sts", "decode-authorization-message", "--encoded-message", "<message>"),
                "Read which action on which resource was refused, and by which policy",
            ),
        )
    if denial.explicit:
        where = denial.policy_arn or "the role's identity-based policies"
        told = f"Remove or narrow the Deny statement on {called(denial)} in {where}"
        return (Manual(told, "a deny was written on purpose: its owner has to decide"),)
    if not denial.action:
        told = f"Allow the role to call {called(denial)}"
        return (Manual(told, "the message does not name the IAM action"),)
    role = denial.role or (function.role if function else None) or denial.principal
    told = f"Allow {denial.action}{on(denial)} in the role's policy"
    grant = GrantAction((denial.action,), target(denial), role, "identity", told)
    return (grant, *_listing(denial))


def _listing(denial: Denial) -> tuple[Remedy, ...]:
    if denial.action not in LIST_HINT:
        return ()
    return (
        Manual(
            "Also allow s3:ListBucket on the bucket: without it, S3 answers a missing key with"
            " Access Denied instead of NoSuchKey",
            "whether the key exists is not in the evidence",
        ),
    )


IDENTITY_DENIED = revised(
    signature_check(
        id="access/identity-denied",
        title="The role's own policy does not allow a call",
        severity=Severity.HIGH,
        cause="access_denied_identity",
        since="0.1",
        messages=REFUSALS,
        summary="{action} is refused",
        fix=decided_later,
    ),
    _revise,
)
