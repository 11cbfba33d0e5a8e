"""Functions with SnapStart and a setting that excludes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Provisioned
from lambda_triage.evidence.naming import same
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

# Lambda guide, "SnapStart", supported features and limitations, 2026: managed runtimes from Java
# 11, Python 3.12 and .NET 8 on, either architecture; no image, EFS or larger /tmp.
RUNTIME = re.compile(r"java(?:1[1-9]|[2-9]\d)|python3\.(?:1[2-9]|[2-9]\d)|dotnet(?:[89]|[1-9]\d)$")
ARCHITECTURES = ("x86_64", "arm64")
LARGEST_TMP_MB = 512


@check(
    id="configuration/snapstart-excluded",
    title="SnapStart contradicts another setting",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
    cause="snapstart_unsupported",
)
def snapstart_excluded(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        if function.snapstart != "PublishedVersions":
            continue
        against = [*_settings(function), *_provisioned(scene, function)]
        if not against:
            continue
        told = " and ".join(text for text, _ in against)
        yield Finding(
            resource=function.resource,
            summary=f"SnapStart is on, which excludes {told}",
            citations=tuple(Citation(place=place, text=text) for text, place in against),
            cause="snapstart_unsupported",
            weight=STRONG,
            explains=("deployment",),
            remedies=(
                EditCode(
                    f"Keep one of the two: turn SnapStart off, or do without {told}; Lambda refuses"
                    " them together"
                ),
            ),
        )


def _settings(function: FunctionConfiguration) -> Iterator[tuple[str, Place]]:
    def at(path: str) -> Place:
        return Place(function.input, path=function.path + path)

    if function.is_image:
        yield "container images (PackageType Image)", at("PackageType")
    elif function.runtime and not RUNTIME.match(function.runtime):
        yield f"the runtime {function.runtime}", at("Runtime")
    if function.file_systems:
        yield "a mounted file system (FileSystemConfigs)", at("FileSystemConfigs")
    if function.ephemeral_mb is not None and function.ephemeral_mb > LARGEST_TMP_MB:
        text = f"more than {LARGEST_TMP_MB} MB of /tmp (EphemeralStorage {function.ephemeral_mb})"
        yield text, at("EphemeralStorage.Size")
    if function.architecture is not None and function.architecture not in ARCHITECTURES:
        yield f"the architecture {function.architecture}", at("Architectures")


def _provisioned(scene: Scene, function: FunctionConfiguration) -> Iterator[tuple[str, Place]]:
    for one in scene.case.documents(Provisioned):
        if same(one.resource, function.resource):
            whose = f" on {one.qualifier.rpartition(':')[2]}" if one.qualifier else ""
            yield f"provisioned concurrency{whose}", one.place("requested")
            return
