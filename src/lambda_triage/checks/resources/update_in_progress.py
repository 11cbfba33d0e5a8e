"""Calls that came while the function, stack or table was still changing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import Command, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "stack":
        wait = ("aws", "cloudformation", "wait", "stack-update-complete", "--stack-name", "<stack>")
        return (Command(wait, "Wait for the running update, and let one deployment run at a time"),)
    name = (function.name if function else None) or "<function>"
    return (
        Command(
            ("aws", "lambda", "wait", "function-updated-v2", "--function-name", name),
            "Wait between changing the configuration, the code and publishing a version",
        ),
        Manual("Let one pipeline at a time change the function", "the pipelines are not in view"),
    )


UPDATE_IN_PROGRESS = signature_check(
    id="resources/update-in-progress",
    title="A call came while an update was in progress",
    severity=Severity.MEDIUM,
    cause="update_in_progress",
    since="0.1",
    messages=(
        message(
            "function",
            "The operation cannot be performed at this time",
            "An update is in progress for resource",
            "currently in the following state:",
            "ResourceConflictException",
            "CodeArtifactUserPending",
            "Lambda is initializing your function",
            pattern=r"The operation cannot be performed at this time|An update is in progress for"
            r"|currently in the following state: (?P<state>Pending|Creating|Inactive|InProgress)"
            r"|ResourceConflictException(?![\s\S]{0,200}?already exist)"
            r"|CodeArtifactUserPending|Lambda is initializing your function",
            source="Lambda API, ResourceConflictException, CodeArtifactUserPendingException, 2026",
        ),
        message(
            "stack",
            "_IN_PROGRESS state and can not be updated",
            "_IN_PROGRESS and can not be updated",
            "_IN_PROGRESS state and cannot be updated",
            pattern=r"(?P<state>[A-Z_]{1,60}_IN_PROGRESS) (?:state )?and can ?not be updated",
            source="AWS CloudFormation, UpdateStack ValidationError, 2026",
        ),
        message(
            "table",
            "Attempt to change a resource which is still in use",
            "ResourceInUseException",
            pattern=r"Attempt to change a resource which is still in use"
            r"|ResourceInUseException(?![\s\S]{0,200}?already exist)",
            source="Amazon DynamoDB and Kinesis, ResourceInUseException, 2026",
        ),
    ),
    summary="A call came while the resource was still being created or updated",
    fix=_fix,
    weight=DECISIVE,
    symptom="deployment",
)
