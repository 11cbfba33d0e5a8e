"""Sources that import the AWS SDK for JavaScript in a version that the runtime does not bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.code_packages import packages
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.findings import Citation, EditCode, Finding, FixPackage, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.code_packages import Deployed
    from lambda_triage.checks.scene import Scene

# Runtimes from nodejs18.x bring v3 (@aws-sdk/*) only, older ones v2 (aws-sdk) only
# (AWS Lambda guide, "Building Lambda functions with Node.js", 2026).
FIRST_V3 = 18


@check(
    id="packaging/sdk-not-packaged",
    title="The package imports an AWS SDK that neither it nor the runtime has",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "packages"),
    cause="import_module_missing",
)
def sdk_not_packaged(scene: Scene) -> Iterator[Finding]:
    for deployed in packages(scene):
        node = deployed.node
        if node is None or not deployed.alone:
            continue
        for path, line, module in _imports(deployed, "aws-sdk" if node >= FIRST_V3 else "@aws-sdk"):
            yield _finding(deployed, path, line, module)
            break


def _imports(deployed: Deployed, sdk: str) -> Iterator[tuple[str, int, str]]:
    for source in deployed.package.sources:
        for module, line in source.imports:
            parts = module.split("/")
            name = "/".join(parts[:2]) if module.startswith("@") else parts[0]
            if parts[0] == sdk and name not in deployed.package.node_modules:
                yield source.path, line, name


def _finding(deployed: Deployed, path: str, line: int, module: str) -> Finding:
    brings = "v3 (@aws-sdk/client-*)" if module == "aws-sdk" else "v2 (aws-sdk)"
    return Finding(
        resource=deployed.resource,
        summary=f"{path} imports {module}, which is not in the package; {deployed.runtime} brings"
        f" only {brings}",
        key=module,
        citations=(Citation(place=deployed.package.at(path), text=f"{path}:{line}: {module}"),),
        cause="import_module_missing",
        weight=DECISIVE,
        explains=("init_failure", "error"),
        facts=(("module", module),),
        remedies=(
            EditCode(f"Import the clients of {brings} instead", path, line),
            FixPackage("add", module, f"Or add {module} to the dependencies, and package it"),
        ),
    )
