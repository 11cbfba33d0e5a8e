"""Packages for OS-only runtimes whose bootstrap is not there, or may not be executed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.code_packages import packages
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.findings import Citation, Finding, FixPackage, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.code_packages import Deployed
    from lambda_triage.checks.scene import Scene

# The runtime starts /var/task/bootstrap, else /opt/bootstrap of a layer, as a user of its own
# (AWS Lambda guide, "Building a custom runtime", 2026).
OTHERS_EXECUTE = 0o001


@check(
    id="packaging/bootstrap-not-executable",
    title="The package's bootstrap cannot be started",
    severity=Severity.CRITICAL,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "packages"),
    cause="entrypoint_invalid",
)
def bootstrap_not_executable(scene: Scene) -> Iterator[Finding]:
    for deployed in packages(scene):
        if not deployed.runtime.startswith("provided") or deployed.layer:
            continue
        found = next((f for f in deployed.package.files if f.path == "bootstrap"), None)
        if found is None:
            if deployed.alone and deployed.package.whole:
                yield _absent(deployed)
        elif found.mode is not None and not found.mode & OTHERS_EXECUTE:
            told = f"bootstrap may not be executed: it has mode {found.mode:03o}"
            fix = FixPackage("chmod", "bootstrap", "Give it mode 755 before zipping")
            yield _finding(deployed, told, fix)


def _absent(deployed: Deployed) -> Finding:
    deeper = [f.path for f in deployed.package.files if f.path.endswith("/bootstrap")]
    if deeper:
        told = f"bootstrap is not at the top of the package, it is {deeper[0]}"
        fix = FixPackage("move", "bootstrap", "Zip the contents of its folder, not the folder")
    else:
        told = f"The package has no bootstrap, which {deployed.runtime} starts"
        fix = FixPackage("add", "bootstrap", "Name the compiled program bootstrap, at the top")
    return _finding(deployed, told, fix)


def _finding(deployed: Deployed, text: str, fix: FixPackage) -> Finding:
    return Finding(
        resource=deployed.resource,
        summary=text,
        key="bootstrap",
        citations=(Citation(place=deployed.package.at("bootstrap"), text=text),),
        cause="entrypoint_invalid",
        weight=DECISIVE,
        explains=("init_failure", "error", "crash"),
        remedies=(fix,),
    )
