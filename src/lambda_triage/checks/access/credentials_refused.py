"""AWS credentials that AWS does not know, or that the SDK does not find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.revised import deployable
from lambda_triage.checks.signature import HINT, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import EditCode, Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    own = EditCode(
        "Do not pass keys to the client, nor set AWS_ACCESS_KEY_ID yourself: the SDK takes the"
        " execution role's credentials, with their session token, from the environment"
    )
    if signal.name == "none":
        return (own,)
    other = Manual(
        "If the keys are meant for another account or a compatible service, renew them there",
        "which keys the client uses is not in the evidence",
    )
    return (own, other)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return HINT if finding.fact("none") else STRONG


CREDENTIALS_REFUSED = deployable(
    weighed(
        signature_check(
            id="access/credentials-refused",
            title="AWS does not accept the credentials",
            severity=Severity.HIGH,
            cause="downstream_auth_failed",
            since="0.1",
            messages=(
                message(
                    "invalid",
                    "The security token included in the request is invalid",
                    "UnrecognizedClientException",
                    "InvalidClientTokenId",
                    "InvalidAccessKeyId",
                    "not able to validate the provided access credentials",
                    pattern=r"security token included in the request is invalid"
                    r"|UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId"
                    r"|not able to validate the provided access credentials",
                    source="AWS common errors; Amazon S3 error codes, 2026",
                ),
                message(
                    "signature",
                    "SignatureDoesNotMatch",
                    "The request signature we calculated does not match",
                    pattern=r"\A(?![\s\S]{0,20000}(?:Signature expired|earlier than"
                    r"|not yet current))[\s\S]*?(?:SignatureDoesNotMatch"
                    r"|request signature we calculated does not match)",
                    source="AWS SigV4 services and Amazon S3 error codes, 2026",
                ),
                message(
                    "none",
                    "Unable to locate credentials",
                    "Could not load credentials from any providers",
                    "Missing credentials in config",
                    "Unable to load credentials from any of the providers",
                    "Unable to load AWS credentials from any provider",
                    "failed to refresh cached credentials",
                    "Unable to get IAM security credentials",
                    pattern=r"(?P<none>Unable to locate credentials"
                    r"|Could not load credentials from any|Missing credentials in config"
                    r"|Unable to load (?:AWS )?credentials from any"
                    r"|failed to refresh cached credentials"
                    r"|Unable to get IAM security credentials)",
                    source="botocore, aws-sdk-js, -java, -go, -net credential provider chains,"
                    " 2025",
                ),
            ),
            summary="AWS does not know the credentials or the signature of a request",
            fix=_fix,
        ),
        _weight,
    )
)
