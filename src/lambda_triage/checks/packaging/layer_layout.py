"""Layers whose contents stand where the runtime does not look for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.code_packages import packages
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Template
from lambda_triage.findings import Citation, Finding, FixPackage, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.code_packages import Deployed
    from lambda_triage.checks.scene import Scene

LAYER = "AWS::Lambda::LayerVersion"
NAMED = re.compile(r"(?i)(?:^|[-_.])layers?(?:$|[-_.\d])")
# What the runtimes search in /opt (AWS Lambda guide, "Layer paths for each Lambda runtime", 2026).
PYTHON = re.compile(r"^python/(?:(?!lib/)|lib/python3\.\d+/site-packages/)")
NODE = re.compile(r"^nodejs/(?:node\d+/)?node_modules/")


@check(
    id="packaging/layer-layout",
    title="The layer's contents are not where the runtime looks",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("packages",),
    cause="package_layout_wrong",
)
def layer_layout(scene: Scene) -> Iterator[Finding]:
    layers = _declared(scene)
    for deployed in packages(scene):
        name = deployed.package.name
        paths = [file.path for file in deployed.package.files]
        if name in layers or NAMED.search(name) or deployed.layer:
            wrong = _wrong(paths)
            if wrong:
                yield _finding(deployed, *wrong)


def _declared(scene: Scene) -> set[str]:
    """Logical ids and archives of the layers that templates declare."""
    found: set[str] = set()
    for template in scene.case.documents(Template):
        for resource in template.resources:
            if resource.type == LAYER:
                told = resource.properties.get("ContentUri")
                path = told.rstrip("/") if isinstance(told, str) else ""
                found |= {resource.id, path.rpartition("/")[2].removesuffix(".zip")}
    return found - {""}


def _wrong(paths: list[str]) -> tuple[str, str] | None:
    """A path that shows it, and the folder that it should stand in."""
    if any(PYTHON.match(path) or NODE.match(path) for path in paths):
        return None
    for path in paths:
        if path.startswith("node_modules/"):
            return path, "nodejs/node_modules/"
        if re.match(r"(?:python/)?lib/python[^/]*/|[^/]+/__init__\.py$|[^/]+\.py$", path):
            return path, "python/"
    return None


def _finding(deployed: Deployed, path: str, wanted: str) -> Finding:
    text = f"The layer has {path}, and nothing in {wanted}, where the runtime looks"
    told = f"Move the contents into {wanted} at the top of the archive, and publish it again"
    return Finding(
        resource=deployed.resource,
        summary=text,
        key=wanted,
        citations=(Citation(place=deployed.package.at(path), text=text),),
        cause="package_layout_wrong",
        weight=STRONG,
        explains=("init_failure", "error"),
        remedies=(FixPackage("move", path.split("/", maxsplit=1)[0], told),),
    )
