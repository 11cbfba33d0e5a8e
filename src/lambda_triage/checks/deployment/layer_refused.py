"""Layers that Lambda does not attach to a function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "many":
        told = "Merge layers, or put one into the package: five is a fixed limit of a function"
    elif signal.name == "twice":
        told = "Keep one version of the layer: global settings and the function may each name one"
    else:
        where = signal.captures.get("region") or "the function's Region"
        told = f"Use the layer's ARN of {where}: layers of other Regions cannot be attached"
    return (EditCode(told),)


LAYER_REFUSED = signature_check(
    id="deployment/layer-refused",
    title="Lambda does not attach a layer",
    severity=Severity.HIGH,
    cause="layer_refused",
    since="0.1",
    messages=(
        message(
            "many",
            "reference more than 5 layers",
            "Cannot reference more than",
            pattern=wrapped(r"Cannot reference more than (?P<limit>\d{1,2}) layers"),
            source="Lambda API, InvalidParameterValueException; AWS Lambda quotas, 2026",
        ),
        message(
            "twice",
            "versions of the same layer",
            "Two different versions of",
            pattern=wrapped(r"Two different versions of the same layer are not allowed"),
            source="Lambda API, InvalidParameterValueException, 2026",
        ),
        message(
            "region",
            "Layers are not in the same region",
            "Layers are expected to be in",
            pattern=wrapped(
                r"Layers are not in the same region as the function\.(?: Layers are "
                r"expected to be in region "
                r"(?P<region>[a-z]{2}(?:-[a-z]{2,10}){1,3}-\d))?"
            ),
            source="Lambda API, InvalidParameterValueException, 2026",
        ),
    ),
    summary="Lambda does not attach the layers: too many, one twice, or from another Region",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
