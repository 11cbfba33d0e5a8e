"""Sources that import a module which the runtime's Python no longer has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.code_packages import packages
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.facts.standard_modules import removed_modules
from lambda_triage.findings import Citation, EditCode, Finding, FixPackage, Remedy, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.code_packages import Deployed
    from lambda_triage.checks.scene import Scene
    from lambda_triage.facts.standard_modules import Removed

# Replacements that are distributions on PyPI; the others are of the standard library.
PACKAGED = frozenset({
    "setuptools", "aiosmtpd", "audioop-lts", "legacy-cgi", "legacycrypt", "filetype", "libcst",
    "telnetlib3",
})  # fmt: skip


@check(
    id="packaging/removed-module",
    title="The package imports a module that its Python no longer has",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "packages"),
    cause="import_module_missing",
)
def removed_module(scene: Scene) -> Iterator[Finding]:
    for deployed in packages(scene):
        if deployed.python is None or not deployed.alone:
            continue
        told: set[str] = set()
        for source in deployed.package.sources:
            for module, line in source.imports:
                removed = removed_modules().get(module.split(".")[0])
                if removed and removed.module not in told and _is_gone(removed, deployed):
                    told.add(removed.module)
                    yield _finding(deployed, removed, source.path, line)


def _is_gone(removed: Removed, deployed: Deployed) -> bool:
    """Whether neither the runtime nor a package in its place (setuptools' distutils) has it."""
    if deployed.python is None or deployed.python < removed.version:
        return False
    package = deployed.package
    installed = {d.name.lower().replace("_", "-") for d in package.distributions}
    return removed.module not in package.modules and removed.replacement not in installed


def _finding(deployed: Deployed, removed: Removed, path: str, line: int) -> Finding:
    since = ".".join(map(str, removed.version))
    return Finding(
        resource=deployed.resource,
        summary=f"{path} imports {removed.module}, which Python {since} removed; the runtime is"
        f" {deployed.runtime}",
        key=removed.module,
        citations=(
            Citation(place=deployed.package.at(path), text=f"{path}:{line}: {removed.module}"),
        ),
        cause="import_module_missing",
        weight=DECISIVE,
        explains=("init_failure", "error"),
        facts=(("module", removed.module),),
        remedies=_fix(removed, path, line),
    )


def _fix(removed: Removed, path: str, line: int) -> tuple[Remedy, ...]:
    if removed.replacement is None:
        told = f"Do without {removed.module}, or copy the part of it that is used"
        return (EditCode(told, path, line),)
    if removed.replacement in PACKAGED:
        told = f"Package {removed.replacement}, which still has it or takes its place"
        return (FixPackage("add", removed.replacement, told),)
    return (EditCode(f"Use {removed.replacement} instead of {removed.module}", path, line),)
