"""Bootstraps and container entry points that Lambda cannot start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, HINT, message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Finding, FixPackage, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

NOT_THERE = 3.0  # missing, or there with a loader or an interpreter that is not
# The type says that the start failed, not why; other messages of the same start say more.
ONLY_THE_TYPE = HINT


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    path = signal.captures.get("path") or "bootstrap"
    if signal.captures.get("why") == "permission denied":
        return (FixPackage("chmod", path, f"chmod 755 {path} before zipping, on Linux or in WSL"),)
    if signal.name == "image":
        told = "Set CMD to the handler alone and keep the base image's ENTRYPOINT"
        return (Manual(told, "the image has to be changed by its owner"),)
    if signal.name == "type":
        told = "Read the line that names the file Lambda could not start"
        return (Manual(told, "the type alone does not name it"),)
    told = "Put an executable named bootstrap at the zip's root; check its loader and line ends"
    return (FixPackage("add", path, told),)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    if finding.fact("type"):
        return ONLY_THE_TYPE
    return NOT_THERE if finding.fact("why") == "no such file or directory" else DECISIVE


MESSAGES = (
    message(
        "reason",
        "FunctionError.InvalidEntryPoint",
        "FunctionError.InvalidWorkingDirectory",
        pattern=r"\b(?:FunctionError\.InvalidEntryPoint|FunctionError\.InvalidWorkingDirectory)\b",
        source="botocore lambda model, StateReasonCode, 2026",
    ),
    message(
        "bootstrap",
        "find valid bootstrap",
        pattern=r"Couldn\\?'t find valid bootstrap\(s\): \[(?P<path>[^\]\s]{0,200})",
        source="AWS Lambda Runtime Interface Emulator, rapid/bootstrap.go, 2025",
    ),
    message(
        "exec",
        "fork/exec ",
        pattern=r"fork/exec (?P<path>(?!/opt/extensions/)\S{1,200}):"
        r" (?P<why>permission denied|no such file or directory|not a directory)",
        source="Go os/exec PathError, as the Lambda init process and go1.x write it, 2025",
    ),
    message(
        "image",
        "entrypoint requires the handler name to be the first argument",
        "executable file not found in $PATH",
        "Runtime.InvalidWorkingDir",
        pattern=r"(?P<started>entrypoint) requires the handler name to be the first argument"
        r"|exec: \\*\"(?P<path>[^\"\\\n]{1,200})\\*\": (?:executable file not found|stat)"
        r"|Runtime\.InvalidWorkingDir",
        source="Lambda base images, lambda-entrypoint.sh; Go os/exec; RIE, 2025",
    ),
    message(
        "missing-runtime",
        "/bootstrap: No such file",
        "/bootstrap: line ",
        pattern=r"/var/(?:runtime|task)/bootstrap: (?:line \d+: )?(?P<path>[^\s:]{0,200}):?"
        r" ?(?:No such file or directory|command not found|not found)",
        source="bash and dash, as a shell bootstrap writes it, 2025",
    ),
    message(
        "type",
        "Runtime.InvalidEntrypoint",
        pattern=r"(?P<type>Runtime\.InvalidEntrypoint)",
        source="AWS Lambda Runtime Interface Emulator, fatalerror.go, 2025",
    ),
)

ENTRYPOINT_NOT_STARTED = told_once(
    weighed(
        signature_check(
            id="handler/entrypoint-not-started",
            title="Lambda cannot start the entry point",
            severity=Severity.CRITICAL,
            cause="entrypoint_invalid",
            since="0.1",
            messages=MESSAGES,
            summary="Lambda cannot start the function's entry point: {path}",
            fix=_fix,
        ),
        _weight,
    ),
    "path",
    "started",
)
