"""Files of the package or a layer that the function's user may not read or execute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

PLACE = r"(?<![\w/.-])(?P<path>(?:/var/task|/opt|/function|/app)(?:/[^\s'\"\\:)]{0,200})?)"
# Lambda mounts /var/task and /opt read-only: writing there fails with EROFS, not EACCES.
WRITES = r"(?:mkdir|unlink|rename|copyfile|symlink|rmdir)"


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    path = signal.captures.get("path", "the files")
    told = "Before zipping: chmod 755 for folders and executables, 644 for the other files"
    return (FixPackage("chmod", path, told),)


FILE_NOT_READABLE = signature_check(
    id="packaging/file-not-readable",
    title="Files of the package are not readable or executable",
    severity=Severity.CRITICAL,
    cause="package_file_permissions",
    since="0.1",
    messages=(
        message(
            "reason",
            "FunctionError.PermissionDenied",
            pattern=r"\bFunctionError\.PermissionDenied\b",
            source="botocore lambda model, StateReasonCode, 2026",
        ),
        message(
            "node",
            "EACCES",
            pattern=rf"(?:EACCES[:,]? permission denied,? (?:(?!{WRITES})\w+ )?\\?'"
            rf"|spawn(?:Sync)? (?=[^\s]{{1,200}} EACCES)){PLACE}",
            source="libuv uv_strerror and Node.js lib/internal/child_process.js, 2025",
        ),
        message(
            "spawn",
            "spawn EACCES",
            "spawnSync EACCES",
            pattern=r"\bspawn(?:Sync)? EACCES\b",
            source="Node.js lib/internal/child_process.js: the file is not named there, 2025",
        ),
        message(
            "errno",
            "[Errno 13] Permission denied",
            pattern=rf"\[Errno 13\] Permission denied: \\?['\"]{PLACE}",
            source="CPython errors.c, PermissionError, 2025",
        ),
        message(
            "ruby",
            "Permission denied @ ",
            pattern=rf"Permission denied @ \w+ - {PLACE}",
            source="Ruby io.c, Errno::EACCES, 2025",
        ),
        message(
            "jvm-dotnet-go-shell",
            "ermission denied",
            "Access to the path ",
            pattern=rf"(?:Access to the path \\?'(?=[^'\n]{{1,300}}' is denied)"
            rf"|(?<!fork/exec )(?=[^\s:]{{1,300}}:? \(?[Pp]ermission denied)){PLACE}",
            source="OpenJDK FileInputStream; .NET UnauthorizedAccessException; Go os; sh, 2025",
        ),
    ),
    summary="{path} may not be read or executed by the function's user",
    fix=_fix,
)
