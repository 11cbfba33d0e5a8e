"""CDK apps that end before they made a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Command, EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "app":
        argv = ("cdk", "synth", "--app", "<command of the app>")
        return (Command(argv, "Run in the folder of cdk.json, or name the app's command"),)
    told = "Repair what the app prints above this line; its last exception is the reason"
    return (EditCode(told),)


SYNTH_CRASHED = signature_check(
    id="deployment/synth-crashed",
    title="The CDK app failed before it made a template",
    severity=Severity.HIGH,
    cause="synth_failed",
    since="0.1",
    messages=(
        message(
            "exit",
            "Subprocess exited with error ",
            pattern=(
                r"^(?:\W{0,6}Error: )?(?:[\w./@ -]{1,200}: )?Subprocess exited with "
                r"error (?P<code>\d{1,3}|null)"
            ),
            source="aws-cdk lib/api/cxapp/exec.ts, 2025",
        ),
        message(
            "app",
            "--app is required either in command-line",
            pattern=r"--app is required either in command-line",
            source="aws-cdk lib/api/cxapp/exec.ts, 2025",
        ),
        message(
            "validation",
            "Validation failed with the following errors:",
            pattern=(
                r"Validation failed with the following "
                r"errors:\s{1,20}\[[\w./-]{1,200}\] "
            ),
            source="aws-cdk-lib core/lib/private/synthesis.ts, 2025",
        ),
    ),
    summary="The CDK app ended with an error while it made the template",
    fix=_fix,
    symptom="deployment",
)
