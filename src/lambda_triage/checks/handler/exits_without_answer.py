"""Programs that end by themselves instead of waiting for invocations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import EditCode, Finding, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# What lambda-entrypoint.sh of the base images ends with unless it got one argument, the handler.
# Elsewhere 142 is a shell's 128 + SIGALRM.
NO_HANDLER = "142"
# Below the bar on its own: a handler that calls exit(0) leaves the same line.
UNKNOWN_RUNTIME = 0.8


def _managed(signal: Signal, function: FunctionConfiguration | None) -> bool:
    """A managed runtime has its loop; there the code itself ends the process."""
    if signal.captures.get("status") == NO_HANDLER:
        return False  # only images have that entry point
    runtime = (function.runtime or "") if function else ""
    image = function is not None and function.is_image
    return runtime.startswith(("python", "nodejs", "java", "ruby", "dotnet")) and not image


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.captures.get("status") == NO_HANDLER:
        return (
            EditCode(
                "The base image's ENTRYPOINT takes CMD as the handler, one word: set CMD to the"
                " handler, or ENTRYPOINT to the program that runs the runtime loop or a server"
            ),
        )
    told = "Run the runtime loop: lambda.Start, lambda_runtime::run, a runtime interface client"
    return (EditCode(f"{told}, or the Lambda Web Adapter for a server"),)


def _weight(finding: Finding, function: FunctionConfiguration | None) -> float:
    if finding.fact("status") == NO_HANDLER:
        return STRONG
    runtime = (function.runtime or "") if function else ""
    custom = function is not None and (function.is_image or runtime.startswith(("provided", "go")))
    return STRONG if custom else UNKNOWN_RUNTIME


MESSAGES = (
    message(
        "silent",
        "Runtime exited without providing a reason",
        pattern=r"Runtime exited without providing a reason",
        source="AWS Lambda Runtime Interface Emulator, rapid/handlers.go: exit status 0",
    ),
    message(
        "shell",
        "Runtime exited with error: exit status 12",
        pattern=r"Runtime exited with error: exit status (?P<status>126|127)\b",
        source="POSIX shell: 126 not executable, 127 not found; RIE rapid/handlers.go",
    ),
    message(
        "base-image",
        "Runtime exited with error: exit status 142",
        pattern=r"Runtime exited with error: exit status (?P<status>142)\b",
        source="AWS Lambda base images, lambda-entrypoint.sh, 2020-2025",
    ),
)

EXITS_WITHOUT_ANSWER = weighed(
    signature_check(
        id="handler/exits-without-answer",
        title="The program ends without asking for an invocation",
        severity=Severity.HIGH,
        cause="entrypoint_invalid",
        since="0.1",
        messages=MESSAGES,
        summary="The program ended by itself; a Lambda runtime waits for the next invocation",
        fix=_fix,
        unless=_managed,
    ),
    _weight,
)
