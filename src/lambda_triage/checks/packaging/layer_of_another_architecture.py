"""Layers that are made for another processor than the function's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

LAYER = re.compile(r":layer:(?P<name>[\w-]{1,140})(?::\d+)?$")
ARM = re.compile(r"(?i)(?:arm64|aarch64|(?<=[-_])arm(?=$|[-_\d]))")
X86 = re.compile(r"(?i)(?:x86[-_]?64|amd64|x86(?=$|[-_\d]))")
# Names that say nothing, where the publisher names only the other one: LambdaInsightsExtension
# (CloudWatch guide), AWS-AppConfig-Extension, AWS-Parameters-and-Secrets-Lambda-Extension,
# Datadog-Extension (documentation of each, 2026).
PLAIN_X86 = frozenset({
    "LambdaInsightsExtension", "AWS-AppConfig-Extension",
    "AWS-Parameters-and-Secrets-Lambda-Extension", "Datadog-Extension",
})  # fmt: skip


@check(
    id="packaging/layer-of-another-architecture",
    title="A layer is made for another processor",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
    cause="native_binary_arch_mismatch",
)
def layer_of_another_architecture(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        for index, arn in enumerate(function.layers or ()):
            found = LAYER.search(arn)
            made = _made_for(found["name"]) if found else None
            if found is None or made is None or made == function.architecture:
                continue
            if function.architecture is None:
                continue
            text = f"layer {found['name']} is for {made}, the function runs on"
            yield Finding(
                resource=function.resource,
                summary=f"The layer's binaries cannot run: {text} {function.architecture}",
                key=found["name"],
                citations=(
                    Citation(
                        place=Place(function.input, path=f"{function.path}Layers[{index}]"),
                        text=arn,
                    ),
                ),
                cause="native_binary_arch_mismatch",
                weight=STRONG,
                explains=("init_failure", "error", "crash"),
                remedies=(
                    EditCode(
                        f"Attach the layer's {function.architecture} version, whose ARN the"
                        " publisher lists beside this one"
                    ),
                ),
            )


def _made_for(name: str) -> str | None:
    """The architecture that a layer's name tells; None where it tells none, or both."""
    arm, x86 = ARM.search(name) is not None, X86.search(name) is not None
    if name in PLAIN_X86 or (x86 and not arm):
        return "x86_64"
    return "arm64" if arm and not x86 else None
