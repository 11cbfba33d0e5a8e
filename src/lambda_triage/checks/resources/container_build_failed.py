"""Containers that CDK or Docker builds in, and that ended with an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# The tool only says that the container ended; why stands above it.
TOLD = (
    "Repair the first command that fails in the container's own output, above the message; run the"
    " same docker command by itself to see it"
)


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (EditCode(TOLD),)


CONTAINER_BUILD_FAILED = signature_check(
    id="resources/container-build-failed",
    title="The container of a build failed",
    severity=Severity.HIGH,
    cause="build_failed",
    since="0.1",
    messages=(
        message(
            "asset",
            "Failed to bundle asset",
            "docker exited with status ",
            " exited with error code ",
            "Bundling did not produce any output",
            "failed to solve: ",
            " returned a non-zero code: ",
            pattern=r"Failed to bundle asset (?P<asset>[\w:@$./-]{1,200})"
            r"|docker exited with status \d"
            r"|\bdocker (?:buildx )?build [^\n]{0,400} exited with error code \d"
            r"|Bundling did not produce any output|(?:^|: |\] )failed to solve: "
            r"|The command '[^\n]{1,400}' returned a non-zero code: \d",
            source="aws-cdk core/lib/asset-staging.ts, cdk-assets lib/private/shell.ts,"
            " BuildKit and Docker's first builder, 2025",
        ),
    ),
    summary="The container in which an asset or image is built failed",
    fix=_fix,
    weight=DECISIVE,
    symptom="deployment",
)
