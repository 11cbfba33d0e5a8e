"""Event sources that the function's policy does not admit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.revised import deployable
from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import GrantAction, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# Service principals as the Lambda guide lists them for add-permission (2026).
PRINCIPALS = {
    "s3": "s3.amazonaws.com",
    "load-balancer": "elasticloadbalancing.amazonaws.com",
    "logs": "logs.amazonaws.com",
    "cognito": "cognito-idp.amazonaws.com",
    "secrets-manager": "secretsmanager.amazonaws.com",
    "config": "config.amazonaws.com",
    "bedrock": "bedrock.amazonaws.com",
}


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "role":
        told = "Allow lambda:InvokeFunction in the role that the service uses"
        return (Manual(told, "the role is not in the evidence"),)
    arn = function.resource if function and function.resource.startswith("arn:") else None
    told = "Allow the service in the function's policy, with the source's ARN as aws:SourceArn"
    action = ("lambda:InvokeFunction",)
    grant = GrantAction(action, arn, PRINCIPALS[signal.name], "resource", told)
    if signal.name != "s3":
        return (grant,)
    order = Manual(
        "Create the permission before the bucket notification (DependsOn), and check that the"
        " queue, topic or function it names exists",
        "the template is not in the evidence",
    )
    return (grant, order)


TRIGGER_MAY_NOT_INVOKE = deployable(
    signature_check(
        id="access/trigger-may-not-invoke",
        title="An event source may not invoke the function",
        severity=Severity.HIGH,
        cause="trigger_permission_missing",
        since="0.1",
        messages=(
            message(
                "s3",
                "Unable to validate the following destination configurations",
                "Not authorized to invoke function",
                pattern=r"Unable to validate the following destination configurations"
                r"|Not authorized to invoke function",
                source="Amazon S3, PutBucketNotificationConfiguration InvalidArgument, 2026",
            ),
            message(
                "load-balancer",
                "principal does not have permission to invoke",
                pattern=r"elasticloadbalancing principal does not have permission to invoke",
                source="Elastic Load Balancing, RegisterTargets AccessDenied, 2025",
            ),
            message(
                "logs",
                "Make sure you have given CloudWatch Logs permission to execute",
                pattern=r"Could not execute the lambda function\. Make sure you have given"
                r" CloudWatch Logs",
                source="CloudWatch Logs, PutSubscriptionFilter InvalidParameterException, 2025",
            ),
            message(
                "cognito",
                "invocation failed due to error AccessDenied",
                pattern=r"(?P<trigger>\w{1,40}) invocation failed due to error AccessDenied",
                source="Amazon Cognito, UnexpectedLambdaException, 2025",
            ),
            message(
                "secrets-manager",
                "Secrets Manager cannot invoke the specified Lambda function",
                pattern=r"Secrets Manager cannot invoke the specified Lambda function",
                source="AWS Secrets Manager, RotateSecret AccessDeniedException, 2025",
            ),
            message(
                "config",
                "cannot be invoked. Check the specified function ARN",
                pattern=r"cannot be invoked\. Check the specified function ARN",
                source="AWS Config, PutConfigRule InsufficientPermissionsException, 2025",
            ),
            message(
                "bedrock",
                "Access denied while invoking Lambda function",
                pattern=r"Access denied while invoking Lambda function",
                source="Amazon Bedrock Agents, InvokeAgent AccessDeniedException, 2025",
            ),
            message(
                "role",
                "Lambda.InvokeAccessDenied",
                "does not have permission to invoke the Lambda function",
                pattern=r"Lambda\.InvokeAccessDenied"
                r"|does not have permission to invoke the Lambda function",
                source="Amazon Data Firehose, Lambda invocation error codes, 2025",
            ),
        ),
        summary="The event source may not invoke the function: its policy does not admit the"
        " service",
        fix=_fix,
        symptom="trigger",
    )
)
