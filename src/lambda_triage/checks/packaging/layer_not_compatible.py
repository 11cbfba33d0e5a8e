"""Layers whose publisher made them for other runtimes or processors than the function's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.documents import LayerVersion
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

WRONG_MACHINE = "native_binary_arch_mismatch"


@check(
    id="packaging/layer-not-compatible",
    title="A layer is published for another runtime or processor",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "layers"),
)
def layer_not_compatible(scene: Scene) -> Iterator[Finding]:
    layers = {layer.resource: layer for layer in scene.case.documents(LayerVersion)}
    for function in scene.case.functions:
        for index, arn in enumerate(function.layers or ()):
            layer = layers.get(arn)
            if layer is not None:
                yield from _judged(function, layer, index)


def _judged(function: FunctionConfiguration, layer: LayerVersion, index: int) -> Iterator[Finding]:
    sides = (
        ("runtimes", layer.runtimes, function.runtime, "runtime_mismatch"),
        ("architectures", layer.architectures, function.architecture, WRONG_MACHINE),
    )
    for field, made_for, own, cause in sides:
        if not made_for or own is None or own in made_for:
            continue
        told = ", ".join(made_for)
        text = f"the layer {_label(layer.resource)} is published for {told}"
        yield Finding(
            resource=function.resource,
            summary=f"{text[0].upper()}{text[1:]}; the function runs on {own}",
            key=f"{layer.resource} {field}",
            citations=(
                Citation(place=layer.place(field), text=text),
                Citation(
                    place=Place(function.input, path=f"{function.path}Layers[{index}]"),
                    text=layer.resource,
                ),
            ),
            cause=cause,
            weight=HINT,  # Lambda attaches it all the same, and plain code may well run
            explains=("init_failure", "error", "crash"),
            remedies=(
                EditCode(
                    f"Attach a version of the layer that was built for {own}, or build one and say"
                    f" so in Compatible{field.title()}"
                ),
            ),
        )


def _label(arn: str) -> str:
    """`deps:3` of a layer version's ARN, or the name that a template gives it."""
    return arn.partition(":layer:")[2] or arn.removeprefix("?:")
