"""The files that the .NET runtime looks for before it loads a function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

TOLD = {
    ".runtimeconfig.json": "Set GenerateRuntimeConfigurationFiles to true in the project file: a"
    " class library gets none by default; then publish again",
    ".deps.json": "Package the output of dotnet publish or dotnet lambda package at the root. The"
    " handler of an executable or of native AOT is its assembly's name alone, without colons",
}
NOTHING = "Copy the output of dotnet publish to the root of the zip, or to /var/task of the image"


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    missing = signal.captures.get("file") or ""
    return (FixPackage("add", missing or "the build output", TOLD.get(missing, NOTHING)),)


DOTNET_START_FILES = signature_check(
    id="packaging/dotnet-start-files",
    title="The .NET runtime does not find the build output",
    severity=Severity.CRITICAL,
    cause="package_layout_wrong",
    since="0.1",
    messages=(
        message(
            "folder",
            "binaries for Lambda function are not correctly installed",
            pattern=r"not correctly installed in the (?P<folder>/[\w./-]{0,200}) directory"
            r"[^\n]{0,400}? is missing(?: the required (?P<file>\.(?:deps|runtimeconfig)\.json))?",
            source="aws-lambda-dotnet, bootstrap.sh of the .NET 5 to 8 runtimes: statuses 102, 105"
            " and 106, 2024",
        ),
    ),
    summary="The .NET runtime does not find the function's build output whole in {folder}",
    fix=_fix,
)
