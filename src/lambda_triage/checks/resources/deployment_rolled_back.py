"""Stack updates that failed and were taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, STRONG, message, signature_check
from lambda_triage.checks.told_once import in_one
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Command, Finding, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

STACK = ("--stack-name", "<stack>")
STUCK = STRONG + 0.1  # leads over a rollback that runs: its remedy says more


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    events = Command(
        ("aws", "cloudformation", "describe-stack-events", *STACK),
        "Find the first event with a FAILED status: its reason is the cause, later ones follow",
    )
    if signal.name != "stuck":
        return (events,)
    resume = Command(
        ("aws", "cloudformation", "continue-update-rollback", *STACK),
        "Finish the rollback, after repairing what stopped it",
        "--resources-to-skip leaves the stack unlike its template",
    )
    return (events, resume)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    """Never decisive: a rollback, also one that fails, is the frame of the first failure."""
    if finding.fact("stuck"):
        return STUCK
    return STRONG if finding.fact("rolled") else HINT


DEPLOYMENT_ROLLED_BACK = in_one(
    weighed(
        signature_check(
            id="resources/deployment-rolled-back",
            title="A deployment failed and was rolled back",
            severity=Severity.HIGH,
            cause="deployment_rollback",
            since="0.1",
            messages=(
                message(
                    "stuck",
                    "UPDATE_ROLLBACK_FAILED",
                    pattern=r"(?P<stuck>UPDATE_ROLLBACK_FAILED)",
                    source="AWS CloudFormation stack status codes, 2026",
                ),
                message(
                    "rolled",
                    "UPDATE_ROLLBACK_COMPLETE",
                    "UPDATE_ROLLBACK_IN_PROGRESS",
                    "Deployment rolled back",
                    "deployment was rolled back",
                    pattern=r"\A(?![\s\S]{0,20000}(?:UPDATE_ROLLBACK_FAILED"
                    r"|IN_PROGRESS (?:state )?and can))[\s\S]*?"
                    r"(?P<rolled>UPDATE_ROLLBACK_(?:COMPLETE|IN_PROGRESS)"
                    r"|[Dd]eployment (?:was )?rolled back)",
                    source="AWS CloudFormation stack status codes; CodeDeploy for Lambda, 2026",
                ),
                message(
                    "failed",
                    "CREATE_FAILED",
                    "UPDATE_FAILED",
                    "DELETE_FAILED",
                    "The following resource(s) failed to",
                    "Resource creation cancelled",
                    "Resource update cancelled",
                    pattern=r"(?:CREATE|UPDATE|DELETE)_FAILED|The following resource\(s\) failed to"
                    r"|Resource (?:creation|update) cancelled",
                    source="AWS CloudFormation resource status codes and reasons, 2026",
                ),
            ),
            summary="A deployment failed: a resource could not be made or changed",
            fix=_fix,
            symptom="deployment",
        ),
        _weight,
    )
)
