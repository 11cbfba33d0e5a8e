"""Executables that the kernel refuses: another processor, Windows line ends, no shebang."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.findings import Command, FixPackage, Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

PLATFORM = {"x86_64": "linux/amd64", "arm64": "linux/arm64"}
OTHER = {"x86_64": "arm64", "arm64": "x86_64"}


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    path = signal.captures.get("path") or "the executable"
    if signal.name == "line-ends":
        return (
            FixPackage("rebuild", path, "Save it with LF line ends (dos2unix, .gitattributes)"),
        )
    architecture = function.architecture if function else None
    if architecture not in PLATFORM:
        told = "Build for the function's architecture; a script needs #! and LF line ends"
        return (FixPackage("rebuild", path, told),)
    if function is not None and function.is_image:
        argv = ("docker", "build", "--platform", PLATFORM[architecture], "--provenance=false", ".")
        return (Command(argv, f"Build the image for {architecture}"),)
    build = FixPackage("rebuild", path, f"Build it for Linux {architecture}")
    told = "Or run the function on the processor that it was built for"
    return (build, SetProperty("Architectures", OTHER[architecture], told, "layers must match"))


EXEC_FORMAT_ERROR = signature_check(
    id="handler/exec-format-error",
    title="An executable cannot be executed on this processor or system",
    severity=Severity.CRITICAL,
    cause="exec_format_error",
    since="0.1",
    messages=(
        message(
            "kernel",
            "exec format error",
            "Exec format error",
            "cannot execute binary file",
            pattern=r"(?:(?P<path>(?<![\w/])/[^\s:]{1,200}):? )?"
            r"(?:exec format error|cannot execute binary file|\[?(?:Errno 8\] )?Exec format error)",
            source="Linux execve(2), ENOEXEC; Go os/exec; bash; CPython, 2025",
        ),
        message(
            "node",
            "ENOEXEC",
            "Unknown system error -8",
            pattern=r"spawn(?:Sync)? (?:(?P<path>/\S{1,200}) )?(?:ENOEXEC|Unknown system error -8)",
            source="libuv, ENOEXEC, 2025",
        ),
        message(
            "line-ends",
            "bad interpreter",
            "'\\r': No such file",
            "\\r’: No such file",
            "node\\r",
            "python\\r",
            "python3\\r",
            "bash\\r",
            "$'\\r': command not found",
            pattern=r"(?:(?P<path>/[^\s:]{1,200}): )?[^\s:]{0,60}(?:\^M|\\r|\r)[^\n]{0,20}"
            r"(?:bad interpreter|No such file or directory|command not found)"
            r"|bad interpreter: (?!Permission)",
            source="bash execute_cmd.c; coreutils env, 2025",
        ),
    ),
    summary="Built for another processor, saved with Windows line ends, or no program: {path}",
    fix=_fix,
    weight=SPECIFIC,
)
