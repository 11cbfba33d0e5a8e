"""Container images in a form that Lambda does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Command, Finding, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

PLATFORM = {"x86_64": "linux/amd64", "arm64": "linux/arm64"}


def _fix(_: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    architecture = function.architecture if function else None
    platform = PLATFORM.get(architecture or "", "linux/amd64")
    build = ("docker", "buildx", "build", "--platform", platform)
    return (
        Command(
            (*build, "--provenance=false", "--sbom=false", "-t", "<image>", "--push", "."),
            "Build one platform without attestations: BuildKit adds an index that Lambda does not"
            " take",
        ),
    )


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return STRONG if finding.fact("state") else DECISIVE


IMAGE_UNSUPPORTED = weighed(
    signature_check(
        id="resources/image-unsupported",
        title="Lambda does not support the image's manifest",
        severity=Severity.HIGH,
        cause="image_unsupported_manifest",
        since="0.1",
        messages=(
            message(
                "media-type",
                "layer media type for the source image",
                "UnsupportedImageLayer",
                "manifest media type",
                pattern=r"image manifest(?:, config)? or layer media type for the source image"
                r"|UnsupportedImageLayer|(?:Unsupported|unsupported) manifest media type",
                source="Lambda API, InvalidParameterValueException and StateReason, 2026",
            ),
            message(
                "state",
                "InvalidImage",
                pattern=r"\A(?![\s\S]{0,20000}media type)[\s\S]*?(?<!\w)(?P<state>InvalidImage)"
                r"(?:Exception)?(?!\w)",
                source="Lambda StateReasonCode InvalidImage; Invoke errors, 2026",
            ),
        ),
        summary="Lambda does not support the media type of the container image",
        fix=_fix,
        symptom="deployment",
    ),
    _weight,
)
