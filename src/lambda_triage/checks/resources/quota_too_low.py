"""Settings and resources that a quota of the account does not admit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Command, Finding, Manual, Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

CONCURRENCY = "L-B99A9384"  # Lambda quota "Concurrent executions", Service Quotas, 2026
NEW_ACCOUNT_MB = 3008  # what new accounts may set; the documented maximum is 10,240 MB


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "memory":
        limit = int(signal.captures.get("limit") or NEW_ACCOUNT_MB)
        return (
            SetProperty("MemorySize", limit, f"Stay within {limit} MB, the account's limit"),
            Manual("Or ask AWS Support for the full 10,240 MB", "the quota is the account's"),
        )
    if signal.name == "concurrency":
        argv = ("aws", "service-quotas", "request-service-quota-increase", "--service-code")
        return (
            Command(
                (*argv, "lambda", "--quota-code", CONCURRENCY, "--desired-value", "1000"),
                "Ask for more concurrent executions: what is reserved must leave a minimum"
                " unreserved",
            ),
            Manual("Or reserve less for this and other functions", "the shares are their owner's"),
        )
    if signal.name == "storage":
        told = "Delete old versions of functions and layers, or keep code in a bucket of your own"
        return (Manual(told, "which versions are still used is not in the evidence"),)
    return (
        Manual("Ask for the quota to be raised, or delete what is unused", "it is the account's"),
    )


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return STRONG if finding.fact("general") else DECISIVE


QUOTA_TOO_LOW = weighed(
    signature_check(
        id="resources/quota-too-low",
        title="A quota of the account blocks the setting",
        severity=Severity.HIGH,
        cause="account_quota_limit",
        since="0.1",
        messages=(
            message(
                "memory",
                "Member must have value less than or equal to",
                pattern=r"[mM]emorySize\\?'[^\n]{0,60}?failed to satisfy constraint: Member must"
                r" have value less than or equal to (?P<limit>\d{3,5})",
                source="Lambda API, ValidationException of new accounts, 2026",
            ),
            message(
                "concurrency",
                "UnreservedConcurrentExecution",
                pattern=r"UnreservedConcurrentExecutions?\b[^\n]{0,40}below its minimum",
                source="Lambda API, PutFunctionConcurrency InvalidParameterValueException, 2026",
            ),
            message(
                "storage",
                "CodeStorageExceeded",
                "Code storage limit exceeded",
                pattern=r"CodeStorageExceeded|Code storage limit exceeded",
                source="Lambda API, CodeStorageExceededException, 2026",
            ),
            message(
                "policy",
                "The final policy size (",
                "Cannot exceed quota for",
                "The maximum number of ",
                "attempted to create more buckets than allowed",
                "VpcLimitExceeded",
                "TooManyBuckets",
                pattern=r"The final policy size \(|Cannot exceed quota for (?P<quota>\w{1,60})"
                r"|The maximum number of [\w ]{1,60} has been reached|VpcLimitExceeded"
                r"|TooManyBuckets|attempted to create more buckets than allowed",
                source="Lambda AddPermission, IAM LimitExceeded, EC2 and S3 error codes, 2026",
            ),
            message(
                "general",
                "ServiceQuotaExceeded",
                "LimitExceededException",
                "ServiceLimitExceeded",
                pattern=r"(?P<general>ServiceQuotaExceeded|ServiceLimitExceeded"
                r"|(?<![A-Za-z])LimitExceededException)(?![\s\S]{0,120}?Rate exceeded)",
                source="AWS common errors for quotas, 2026",
            ),
        ),
        summary="A quota of the account does not admit what is asked for",
        fix=_fix,
        symptom="deployment",
    ),
    _weight,
)
