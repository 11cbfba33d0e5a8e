"""Files whose mode bits keep the function from reading them, seen in the package itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.code_packages import packages
from lambda_triage.checks.handler_module import handler_module
from lambda_triage.checks.signature import DECISIVE, STRONG
from lambda_triage.findings import Citation, Finding, FixPackage, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.code_packages import Deployed
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import PackageFile

# Lambda reads the code as a user of its own: files need 644, programs and folders 755
# (AWS Lambda guide, "Deploying Lambda functions as .zip file archives", 2026).
OTHERS_READ = 0o004
SHOWN = 3  # files named in one finding


@check(
    id="packaging/files-not-world-readable",
    title="Files of the package are not readable for everybody",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("packages",),
    cause="package_file_permissions",
)
def files_not_world_readable(scene: Scene) -> Iterator[Finding]:
    for deployed in packages(scene):
        files = deployed.package.files
        closed = [f for f in files if f.mode is not None and not f.mode & OTHERS_READ]
        if closed:
            yield _finding(deployed, sorted(closed, key=lambda f: not _is_handler(f, deployed)))


def _finding(deployed: Deployed, closed: list[PackageFile]) -> Finding:
    names = [file.path for file in closed]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return Finding(
        resource=deployed.resource,
        summary=f"Others may not read {', '.join(names[:SHOWN])}{more}"
        f" (mode {closed[0].mode or 0:03o})",
        key="modes",
        citations=tuple(
            Citation(place=deployed.package.at(f.path), text=f"{f.path}: mode {f.mode or 0:03o}")
            for f in closed[:SHOWN]
        ),
        cause="package_file_permissions",
        weight=DECISIVE if _is_handler(closed[0], deployed) else STRONG,
        explains=("init_failure", "error", "crash"),
        remedies=(
            FixPackage(
                "chmod",
                names[0] if len(names) == 1 else f"{len(names)} files",
                "Give files mode 644, programs and folders 755, before zipping",
            ),
        ),
    )


def _is_handler(file: PackageFile, deployed: Deployed) -> bool:
    """Whether nothing runs without it."""
    module = handler_module(deployed.function)
    stem = file.path.rsplit(".", 1)[0]
    return file.path == "bootstrap" or (module is not None and stem == module.replace(".", "/"))
