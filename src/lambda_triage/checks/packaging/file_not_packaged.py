"""Files that the code opens beside itself and the package does not contain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import EditCode, Finding, FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

PLACE = r"(?P<path>/var/task/[^\s'\"\\:)(]{1,240})"
PROGRAM = PLACE.replace("/var/task/", "/(?:var/task|opt)/")
NODE_CALLS = r"(?:open|stat|lstat|scandir|access|copyfile|readlink|realpath)"
# Names of what a program writes, or reads if it is there: no file that a package lacks.
NOT_SHIPPED = re.compile(r"/(?:te?mp|logs?|uploads?|out(?:put)?|\.?cache|\.git)/|/\.env[.\w]*$")


def _not_shipped(signal: Signal, _: FunctionConfiguration | None) -> bool:
    return NOT_SHIPPED.search(signal.captures.get("path", "")) is not None


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    path = signal.captures.get("path", "the file")
    told = "Bundlers package what is imported, not what is read: list the file among the assets"
    return (
        FixPackage("add", path, told),
        EditCode("Or build the path from LAMBDA_TASK_ROOT and the place where the package has it"),
    )


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    """The kernel calls a program missing, too, whose loader is: packaging/binary-loader-missing."""
    return HINT if finding.fact("program") or finding.fact("started") else STRONG


MESSAGES = (
    message(
        "node",
        "ENOENT: no such file or directory",
        pattern=rf"ENOENT: no such file or directory, {NODE_CALLS} \\?'{PLACE}",
        source="libuv uv_strerror; Node.js lib/internal/errors.js, uvException, 2025",
    ),
    message(
        "python",
        "[Errno 2] No such file or directory: ",
        pattern=r"(?:(?P<program>subprocess\.py)[\s\S]{0,600}?)?"
        rf"\[Errno 2\] No such file or directory: \\?b?\\?['\"]{PROGRAM}"
        r"(?:[\s\S]{0,3000}?(?P<started>subprocess\.py))?",
        source="CPython errors.c, FileNotFoundError; Lib/subprocess.py, 2025",
    ),
    message(
        "program",
        "spawn /",
        "spawnSync /",
        "annot run program ",
        pattern=r"(?P<program>\bspawn(?:Sync)? |Cannot run program \\?\")"
        rf"{PROGRAM}(?: ENOENT|\\?\"[^\n]{{0,200}}error=2,)",
        source="Node.js lib/internal/child_process.js; OpenJDK ProcessBuilder, 2025",
    ),
    message(
        "ruby",
        "No such file or directory @ ",
        pattern=rf"No such file or directory @ \w+ - {PLACE}",
        source="Ruby io.c, Errno::ENOENT, 2025",
    ),
    message(
        "go",
        "open /var/task/",
        "stat /var/task/",
        pattern=rf"\b(?:open|stat) {PLACE}: no such file or directory",
        source="Go os.PathError, 2025",
    ),
    message(
        "jvm-dotnet",
        "NoSuchFileException: /var/task/",
        "FileNotFoundException: /var/task/",
        "Could not find file ",
        "Could not find a part of the path ",
        pattern=r"(?:NoSuchFileException: |FileNotFoundException: "
        rf"|Could not find (?:file|a part of the path) \\?['\"]){PLACE}",
        source="OpenJDK UnixException, FileInputStream; .NET FileNotFoundException, 2025",
    ),
    message(
        "php",
        "ailed to open stream: No such file or directory",
        pattern=rf"\b(?:file_get_contents|fopen|include|require|readfile|file)\w*\({PLACE}\): "
        r"[Ff]ailed to open stream: No such file",
        source="php-src main/streams/streams.c, 2025",
    ),
)

FILE_NOT_PACKAGED = weighed(
    signature_check(
        id="packaging/file-not-packaged",
        title="A file that the code reads is not in the package",
        severity=Severity.HIGH,
        cause="package_layout_wrong",
        since="0.1",
        messages=MESSAGES,
        summary="The code opens or starts {path}, which neither the package nor a layer has",
        fix=_fix,
        unless=_not_shipped,
    ),
    _weight,
)
