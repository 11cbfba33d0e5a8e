"""Custom resources whose function never answered CloudFormation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    tail = ("aws", "logs", "tail", "/aws/lambda/<function of the custom resource>", "--since", "3h")
    told = (
        "Answer the ResponseURL on every way out, also on exceptions and before the time-out;"
        " from a VPC the function needs a way to S3"
    )
    return (Command(tail, "Read why the function of the custom resource ended"), EditCode(told))


CUSTOM_RESOURCE_SILENT = signature_check(
    id="deployment/custom-resource-silent",
    title="A custom resource did not answer",
    severity=Severity.HIGH,
    cause="custom_resource_no_response",
    since="0.1",
    messages=(
        message(
            "silent",
            "did not receive a response from",
            "from your Custom Resource",
            "Custom Resource failed to stabilize",
            pattern=wrapped(
                r"did not receive a response from your Custom Resource|Custom Resource "
                r"failed to stabilize in expected time"
            ),
            source="AWS CloudFormation, custom resources, 2026",
        ),
    ),
    summary="The function behind a custom resource never sent CloudFormation an answer",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
