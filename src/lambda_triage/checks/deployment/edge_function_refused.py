"""Functions that CloudFront does not take as Lambda@Edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.captures.get("version"):
        told = "Publish a version and give its ARN, with the number: neither alias nor $LATEST"
    elif signal.captures.get("environment"):
        told = "Put the values into the code or a header at build time: there is no environment"
    else:
        told = "Bring the function within the limits of Lambda@Edge, in us-east-1"
    return (EditCode(told),)


EDGE_FUNCTION_REFUSED = signature_check(
    id="deployment/edge-function-refused",
    title="CloudFront does not take the function",
    severity=Severity.HIGH,
    cause="edge_function_refused",
    since="0.1",
    messages=(
        message(
            "edge",
            "InvalidLambdaFunctionAssociation",
            "must reference a specific function version",
            "The function cannot have environment variables",
            pattern=wrapped(
                r"(?P<version>The function ARN must reference a specific function "
                r"version)|(?P<environment>The function cannot have environment "
                r"variables)|InvalidLambdaFunctionAssociation[^\n]{0,60}(?:: "
                r"|operation: )(?P<rule>The function (?:must be in region|timeout|memory"
                r"|runtime)[^\n.]{0,60})"
            ),
            source="Amazon CloudFront API, InvalidLambdaFunctionAssociation, 2025",
        ),
    ),
    summary="CloudFront does not take the function: it breaks a rule of Lambda@Edge",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
