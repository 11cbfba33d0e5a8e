"""Domain names whose certificate is in another Region or account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    told = (
        "Request or import the certificate in the account of the domain name: in us-east-1 for"
        " CloudFront and edge-optimised domain names, else in the Region of the API"
    )
    return (EditCode(told),)


CERTIFICATE_ELSEWHERE = signature_check(
    id="deployment/certificate-elsewhere",
    title="The certificate of a domain name is in another Region or account",
    severity=Severity.HIGH,
    cause="resource_not_found",
    since="0.1",
    messages=(
        message(
            "gateway",
            "Certificate must be in",
            "owned by the account creating the domain",
            pattern=wrapped(
                r"Certificate must be in \\?'(?P<region>[a-z]{2}-[a-z-]{3,20}-\d)"
                r"|certificate provided must be owned by the account creating the domain"
            ),
            source="API Gateway, CreateDomainName BadRequestException; GitHub issues"
            " Miserlou/Zappa#1142, aws/aws-cdk#10529, 2020-2025",
        ),
        message(
            "cloudfront",
            "InvalidViewerCertificate",
            "The specified SSL certificate doesn't exist",
            pattern=wrapped(
                r"(?:specified )?SSL certificate doesn't exist, isn't in (?P<region>us-east-1)"
                r" region|InvalidViewerCertificate"
            ),
            source="CloudFront API reference, InvalidViewerCertificate, 2026",
        ),
    ),
    summary="The certificate of the domain name is not where AWS looks for it",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
