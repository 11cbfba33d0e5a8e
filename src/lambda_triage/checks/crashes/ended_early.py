"""Handlers that end the process, or leave nothing to wait for, before they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.revised import revised
from lambda_triage.checks.signature import HINT, message, signature_check
from lambda_triage.findings import EditCode, Finding, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

MANAGED = ("python", "nodejs", "java", "ruby", "dotnet")
OLD = 0.7  # below the bar: before 2019 every kind of fault ended in this line


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "node":
        told = "Await every promise before the handler returns, and answer exactly once"
        return (EditCode(f"{told}; do not call process.exit"),)
    return (EditCode("Return from the handler instead of ending the process (exit, sys.exit)"),)


def _other_runtime(signal: Signal, function: FunctionConfiguration | None) -> bool:
    """Where no managed runtime is known, handler/exits-without-answer weighs the same line."""
    if signal.name != "silent":
        return False
    runtime = (function.runtime or "") if function else ""
    return not runtime.startswith(MANAGED) or bool(function and function.is_image)


def _revise(finding: Finding, text: str, _: FunctionConfiguration | None) -> Finding:
    if "NodeJsExit" in text or "NodejsExit" in text:
        return replace(finding, cause="unhandled_promise")
    return replace(finding, weight=OLD) if finding.fact("old") else finding


ENDED_EARLY = revised(
    signature_check(
        id="crashes/ended-early",
        title="The process ended before it answered",
        severity=Severity.HIGH,
        cause="app_code_error",
        since="0.1",
        messages=(
            message(
                "node",
                "Runtime.NodeJsExit",
                "Runtime.NodejsExit",
                pattern=r"Runtime\.Node[jJ]sExit",
                source="aws-lambda-nodejs-runtime-interface-client, BeforeExitListener, 2025",
            ),
            message(
                "silent",
                "Runtime exited without providing a reason",
                pattern=r"Runtime exited without providing a reason",
                source="AWS Lambda Runtime Interface Emulator, rapid/handlers.go: exit status 0",
            ),
            message(
                "before",
                "exited before completing request",
                pattern=r"(?P<old>Process exited) before completing request",
                source="Lambda platform line until 2019, and platform.fault since",
            ),
        ),
        summary="The process ended before the handler had answered",
        fix=_fix,
        unless=_other_runtime,
        weight=HINT,
    ),
    _revise,
)
