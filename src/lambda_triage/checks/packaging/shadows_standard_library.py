"""Modules of a package that have the name of a standard library module, and hide it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.code_packages import packages
from lambda_triage.checks.handler_module import handler_module
from lambda_triage.checks.signature import HINT, STRONG
from lambda_triage.facts.standard_modules import BUILT_IN, COMMON
from lambda_triage.findings import Citation, EditCode, Finding, FixPackage, Remedy, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.code_packages import Deployed
    from lambda_triage.checks.scene import Scene

# /var/task comes before the standard library on sys.path (awslambdaric bootstrap.py, 2025).


@check(
    id="packaging/shadows-standard-library",
    title="A module of the package hides one of the standard library",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "packages"),
    cause="dependency_conflict",
)
def shadows_standard_library(scene: Scene) -> Iterator[Finding]:
    for deployed in packages(scene):
        if deployed.python is None or deployed.layer:
            continue
        handler = handler_module(deployed.function)
        for module in deployed.package.modules:
            if module in COMMON and (module not in BUILT_IN or module == handler):
                yield _finding(deployed, module, module == handler)


def _finding(deployed: Deployed, module: str, handler: bool) -> Finding:
    path = _path(deployed, module)
    brought = [d.name for d in deployed.package.distributions if module in d.modules]
    whose = f"{path} of {brought[0]}" if brought else path
    hidden = module in BUILT_IN
    text = (
        f"The handler {whose} has the name of a module that is loaded already"
        if hidden
        else f"{whose} is imported wherever the standard library's {module} is wanted"
    )
    return Finding(
        resource=deployed.resource,
        summary=text,
        key=module,
        citations=(Citation(place=deployed.package.at(path), text=text),),
        cause="dependency_conflict",
        weight=STRONG if handler else HINT,
        explains=("init_failure", "error"),
        facts=(("module", module),),
        remedies=_fix(path, module, brought),
    )


def _path(deployed: Deployed, module: str) -> str:
    known = {file.path for file in deployed.package.files}
    folder = f"{module}/__init__.py"
    return folder if folder in known else f"{module}.py"


def _fix(path: str, module: str, brought: list[str]) -> tuple[Remedy, ...]:
    if brought:
        told = f"Python has had {module} itself for long: remove the old backport {brought[0]}"
        return (FixPackage("remove", brought[0], told),)
    return (EditCode(f"Give {path} another name, and change its imports", path),)
