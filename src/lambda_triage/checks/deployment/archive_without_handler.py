"""Functions from archives without handler or runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    told = "Set Handler and Runtime, or the package type Image where the code is an image"
    return (EditCode(told),)


ARCHIVE_WITHOUT_HANDLER = signature_check(
    id="deployment/archive-without-handler",
    title="A function from an archive has no handler or runtime",
    severity=Severity.HIGH,
    cause="package_type_mismatch",
    since="0.1",
    messages=(
        message(
            "lambda",
            "are mandatory parameters for functions",
            "Runtime and Handler are mandatory",
            pattern=wrapped(
                r"Runtime and Handler are mandatory parameters for functions created "
                r"with deployment packages"
            ),
            source="Lambda API, CreateFunction InvalidParameterValueException, 2026",
        ),
        message(
            "terraform",
            "must be set when PackageType is Zip",
            pattern=r"handler and runtime must be set when PackageType is Zip",
            source="terraform-provider-aws internal/service/lambda/function.go, 2025",
        ),
    ),
    summary="The function has neither handler nor runtime, and is not declared as a container"
    " image",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
