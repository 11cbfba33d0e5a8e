"""Java functions behind a caller who waits, without SnapStart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.waiting_callers import waiting_caller
from lambda_triage.evidence.documents import Provisioned
from lambda_triage.evidence.naming import same
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

# Runtimes and limits: Lambda guide, "SnapStart", supported features, 2026.
JAVA = re.compile(r"java(?:1[1-9]|[2-9]\d)")
LARGEST_TMP_MB = 512


@check(
    id="configuration/java-without-snapstart",
    title="A Java function that callers wait for starts without SnapStart",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
)
def java_without_snapstart(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        caller = waiting_caller(scene, function) if _may_have_it(function) else None
        if caller is None or _provisioned(scene, function):
            continue
        text = f"{function.runtime} without SnapStart, and {caller} waits for every cold start"
        place = Place(function.input, path=f"{function.path}SnapStart.ApplyOn")
        yield Finding(
            resource=function.resource,
            summary=text,
            citations=(Citation(place=place, text=text),),
            remedies=(
                SetProperty(
                    "SnapStart",
                    "PublishedVersions",
                    "Start from a snapshot, free for Java; callers must use a version or an alias",
                    "state made during init is shared by all copies of the snapshot",
                ),
            ),
        )


def _may_have_it(function: FunctionConfiguration) -> bool:
    return (
        function.snapstart == "None"
        and JAVA.match(function.runtime or "") is not None
        and not function.is_image
        and not function.file_systems
        and (function.ephemeral_mb or LARGEST_TMP_MB) <= LARGEST_TMP_MB
        and not function.capacity_provider
    )


def _provisioned(scene: Scene, function: FunctionConfiguration) -> bool:
    return any(same(p.resource, function.resource) for p in scene.case.documents(Provisioned))
