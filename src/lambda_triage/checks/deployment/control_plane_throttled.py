"""Deployments that called AWS too often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.findings import Command, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    retry = Command(("aws", "configure", "set", "retry_mode", "adaptive"), "Let the tool slow down")
    told = "Deploy again, with fewer stacks at once, or order the resources with DependsOn"
    return (retry, Manual(told, "which deployments ran at the same time is not in the evidence"))


CONTROL_PLANE_THROTTLED = signature_check(
    id="deployment/control-plane-throttled",
    title="AWS limited the rate of the deployment itself",
    severity=Severity.MEDIUM,
    cause="deployment_throttled",
    since="0.1",
    messages=(
        message(
            "handler",
            "HandlerErrorCode: Throttling",
            "exceeded the request limit for AWSLambda",
            pattern=(
                r"HandlerErrorCode: Throttling\b|exceeded the request limit for "
                r"AWSLambda"
            ),
            source="AWS CloudFormation resource handlers; CodeDeploy for Lambda, 2026",
        ),
        message(
            "call",
            "(Throttling) when calling the",
            "(ThrottlingException) when calling the",
            "(TooManyRequestsException) when calling the",
            pattern=(
                r"\((?:Throttling(?:Exception)?|TooManyRequestsException)\) when "
                r"calling the (?P<operation>(?:Describe|Create|Execute|Update"
                r"|Delete)(?:Stack|ChangeSet|Rest|Function|EventSource)\w{0,40}"
                r"|GetTemplate\w{0,20}|PublishVersion|PublishLayerVersion|PutMethod"
                r"|CreateDeployment) operation"
            ),
            source="botocore ClientError for CloudFormation, Lambda and API Gateway, 2025",
        ),
    ),
    summary="The deployment called AWS more often than its management interfaces allow",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
