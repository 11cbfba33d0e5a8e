"""Gradual deployments that CodeDeploy stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    show = ("aws", "deploy", "get-deployment", "--deployment-id", "<deployment>")
    if signal.captures.get("conflict"):
        told = "Wait for the other deployment of the alias, or stop it, and deploy again"
        return (Manual(told, "which of the two is wanted is not in the evidence"),)
    alarm = signal.captures.get("alarm")
    told = "Look at the new version's errors since the shift began"
    told += f": {alarm} counts them" if alarm else ""
    return (
        Command(show, "Read which alarm or hook stopped it"),
        Manual(told, "the new version's log is not in the deployment's output"),
    )


TRAFFIC_SHIFT_STOPPED = signature_check(
    id="deployment/traffic-shift-stopped",
    title="CodeDeploy stopped the shift to the new version",
    severity=Severity.HIGH,
    cause="traffic_shift_stopped",
    since="0.1",
    messages=(
        message(
            "alarm",
            "alarms have been activated",
            "Activated alarms: <",
            pattern=wrapped(
                r"One or more alarms have been activated according "
                r"to(?:[\s\S]{0,200}?Activated alarms: <(?P<alarm>[^>\n]{1,255})>)?"
            ),
            source="AWS CodeDeploy, ErrorInformation of deployments, 2026",
        ),
        message(
            "hook",
            "HOOK_EXECUTION_FAILURE",
            "BeforeAllowTraffic",
            "AfterAllowTraffic",
            pattern=(
                r"[Cc]ode\W{1,6}HOOK_EXECUTION_FAILURE\b|(?P<hook>(?:Before"
                r"|After)AllowTraffic)\\?\"[^{}]{0,200}\\?\"status\\?\":\s?\\?\"Failed\b"
            ),
            source="AWS CodeDeploy, ErrorCode and lifecycle events of Lambda deployments, 2026",
        ),
        message(
            "conflict",
            "A conflicting deployment is in",
            "conflicting deployment is in progress",
            "INVALID_LAMBDA_CONFIGURATION",
            pattern=wrapped(
                r"(?P<conflict>A conflicting deployment is in progress"
                r"|INVALID_LAMBDA_CONFIGURATION)"
            ),
            source="AWS CodeDeploy, INVALID_LAMBDA_CONFIGURATION, 2026",
        ),
    ),
    summary="CodeDeploy stopped the shift of traffic and sent callers back to the old version",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
