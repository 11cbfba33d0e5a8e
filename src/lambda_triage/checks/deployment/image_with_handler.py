"""Container image functions with settings that only archives have."""

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
    if signal.name == "code":
        told = "A function keeps its package type: give the code in its form, or create it anew"
        return (EditCode(told),)
    told = (
        "Remove Handler, Runtime and Layers: the image brings them; a start command goes into"
        " ImageConfig, layers into the Dockerfile"
    )
    return (EditCode(told),)


IMAGE_WITH_HANDLER = signature_check(
    id="deployment/image-with-handler",
    title="A container image function has settings of an archive",
    severity=Severity.HIGH,
    cause="package_type_mismatch",
    since="0.1",
    messages=(
        message(
            "image",
            "Please don't provide Handler",
            "Runtime, Handler, Layers cannot",
            "PackageType is Image",
            pattern=wrapped(
                r"Please don't provide Handler or Runtime or Layer when the intended "
                r"function PackageType is Image|Runtime, Handler, Layers cannot be "
                r"present when PackageType is of type"
            ),
            source="Lambda API, InvalidParameterValueException; serverless-application-model, 2026",
        ),
        message(
            "code",
            "Please don't provide ImageUri",
            "Please provide ImageUri when",
            "Please don't provide ZipFile",
            pattern=wrapped(
                r"Please (?:don't )?provide (?P<given>ImageUri|ZipFile)[^\n]{0,60}? "
                r"(?:updating|creating) a function with packageType (?P<type>Zip|Image)"
            ),
            source="Lambda API, UpdateFunctionCode InvalidParameterValueException, 2026",
        ),
    ),
    summary="The function's package type and its other settings contradict one another",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
