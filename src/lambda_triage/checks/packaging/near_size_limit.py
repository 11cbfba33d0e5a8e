"""Packages that come near to what Lambda takes, unzipped or in a direct upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.code_packages import packages
from lambda_triage.checks.signature import DECISIVE, HINT
from lambda_triage.findings import Citation, Finding, FixPackage, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.code_packages import Deployed
    from lambda_triage.checks.scene import Scene

MIB = 1 << 20
UNZIPPED = 250 * MIB  # with all layers (Lambda quotas, 2026; the API says 262144000 bytes)
UPLOADED = 50 * MIB  # zipped, uploaded directly and not through S3 (Lambda quotas, 2026)
NEAR = 0.8  # of a limit; our choice


@check(
    id="packaging/near-size-limit",
    title="The package is nearly as large as Lambda takes",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("packages",),
    cause="package_too_large",
)
def near_size_limit(scene: Scene) -> Iterator[Finding]:
    for deployed in packages(scene):
        package = deployed.package
        if package.unpacked is not None and package.unpacked >= NEAR * UNZIPPED:
            yield _unzipped(deployed, package.unpacked)
        elif package.zipped is not None and package.zipped >= NEAR * UPLOADED:
            yield _finding(
                deployed,
                f"The archive has {package.zipped / MIB:.0f} MB; a direct upload takes 50 MB",
                FixPackage("shrink", "the archive", "Deploy through S3, or leave out what is idle"),
                package.zipped > UPLOADED,
            )


def _unzipped(deployed: Deployed, size: int) -> Finding:
    largest = _largest(deployed)
    return _finding(
        deployed,
        f"The code has {size / MIB:.0f} MB unzipped, of 250 MB that it may have with its layers;"
        f" most of it in {largest}",
        FixPackage("shrink", largest, "Leave out what the function does not use, or use an image"),
        size > UNZIPPED,
    )


def _finding(deployed: Deployed, summary: str, remedy: FixPackage, over: bool) -> Finding:
    return Finding(
        resource=deployed.resource,
        summary=summary,
        key="size",
        citations=(Citation(place=deployed.package.at(""), text=summary),),
        cause="package_too_large",
        weight=DECISIVE if over else HINT,
        explains=("deployment",),
        remedies=(remedy,),
    )


def _largest(deployed: Deployed) -> str:
    """The entry at the top, or under a folder of dependencies, that takes most."""
    sizes: dict[str, int] = {}
    for file in deployed.package.files:
        parts = file.path.split("/")
        deeper = parts[0] in ("node_modules", "python", "nodejs") and len(parts) > 2
        top = "/".join(parts[:2]) if deeper else parts[0]
        sizes[top] = sizes.get(top, 0) + file.size
    return max(sizes, key=lambda top: (sizes[top], top), default="it")
