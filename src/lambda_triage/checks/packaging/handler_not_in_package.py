"""Handler settings that name a file or function which the code package does not have."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.code_packages import packages
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.findings import (
    Citation,
    EditCode,
    Finding,
    FixPackage,
    Remedy,
    Role,
    SetProperty,
    Severity,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.code_packages import Deployed
    from lambda_triage.checks.scene import Scene

# Files that a module of the handler setting may be, as the runtimes look for it (awslambdaric
# bootstrap.py, aws-lambda-nodejs-runtime-interface-client UserFunction.js, Ruby require, 2025).
PYTHON = r"(?:\.py|\.pyc|/__init__\.pyc?|(?:\.[\w-]+)?\.so)"
NODE = r"(?:|\.[cm]?js|/index\.js|/package\.json)"
RUBY = r"(?:\.rb|\.so)"
ENDINGS = {"python": PYTHON, "nodejs": NODE, "ruby": RUBY}
SHOWN = 5  # names offered instead


class _Wanted(Struct, frozen=True):
    """What the setting names: the module's path without its ending, and the function in it."""

    path: str
    function: str
    ending: str


@check(
    id="packaging/handler-not-in-package",
    title="The package does not have what the handler setting names",
    severity=Severity.CRITICAL,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "packages"),
    cause="handler_not_found",
)
def handler_not_in_package(scene: Scene) -> Iterator[Finding]:
    for deployed in packages(scene):
        if not deployed.alone or not deployed.package.whole:
            continue
        wanted = _wanted(deployed)
        if wanted is None:
            continue
        pattern = re.compile(rf"(?P<folder>(?:[^\n]*/)?){re.escape(wanted.path)}{wanted.ending}")
        found = [(m, f.path) for f in deployed.package.files if (m := pattern.fullmatch(f.path))]
        here = [path for match, path in found if not match["folder"]]
        if here:
            yield from _function(deployed, wanted, here)
        else:
            yield _file(deployed, wanted, sorted(match["folder"] for match, _ in found))


def _wanted(deployed: Deployed) -> _Wanted | None:
    """None for runtimes whose handlers are classes or nothing, which the names do not decide."""
    handler = (deployed.function.handler if deployed.function else None) or ""
    language = next((name for name in ENDINGS if deployed.runtime.startswith(name)), None)
    if language == "nodejs":
        folder, _, file = handler.rpartition("/")
        module, dot, function = file.partition(".")
        module = f"{folder}/{module}" if folder else module
    else:
        module, dot, function = handler.rpartition(".")
        if language == "ruby":
            module, dot, function = handler.partition(".")
        if language == "python":
            module = module.replace(".", "/")
    path = str(PurePosixPath(module)).removeprefix("./")
    return _Wanted(path, function, ENDINGS[language]) if language and dot and module else None


def _function(deployed: Deployed, wanted: _Wanted, files: list[str]) -> Iterator[Finding]:
    """The file is there: does it define the function?"""
    source = next((s for s in deployed.package.sources if s.path in files), None)
    first = wanted.function.split(".")[0]
    if source is None or source.names is None or first in source.names:
        return
    yield _finding(
        deployed,
        f"{source.path} does not define {first}, which the handler {_handler(deployed)} names",
        source.path,
        "handler_not_found",
        (EditCode(f"Define {first} there, or name the function that is meant", source.path),),
    )


def _file(deployed: Deployed, wanted: _Wanted, folders: list[str]) -> Finding:
    summary = f"The package has no file for the handler {_handler(deployed)}"
    if len(folders) == 1:
        told = f"Zip what is in {folders[0]}, not the folder itself"
        rename = f"{folders[0]}{_handler(deployed)}"
        return _finding(
            deployed,
            f"{summary} at its top: {wanted.path} stands in {folders[0]}",
            f"{folders[0]}{wanted.path}",
            "package_layout_wrong",
            (
                FixPackage("move", wanted.path, told),
                SetProperty("Handler", rename, "Or name the file where it is"),
            ),
        )
    return _finding(deployed, summary, wanted.path, "handler_not_found", _instead(deployed))


def _instead(deployed: Deployed) -> tuple[Remedy, ...]:
    told = "Add the file to the package, or set Handler to a file that is in it"
    tops = [s.path for s in deployed.package.sources if "/" not in s.path][:SHOWN]
    there = f": {', '.join(tops)}" if tops else ""
    return (FixPackage("add", _handler(deployed), f"{told}{there}"),)


def _handler(deployed: Deployed) -> str:
    return (deployed.function.handler if deployed.function else None) or ""


def _finding(
    deployed: Deployed, summary: str, path: str, cause: str, remedies: tuple[Remedy, ...]
) -> Finding:
    return Finding(
        resource=deployed.resource,
        summary=summary,
        key=_handler(deployed),
        citations=(Citation(place=deployed.package.at(path), text=summary),),
        cause=cause,
        weight=DECISIVE,
        explains=("init_failure", "error", "crash"),
        facts=(("handler", _handler(deployed)),),
        remedies=remedies,
    )
