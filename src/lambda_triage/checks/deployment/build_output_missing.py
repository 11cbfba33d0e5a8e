"""Packages that a deployment looks for and that were not built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "sam":
        return (Command(("sam", "build"), "Build first, and deploy the built template"),)
    names = ("asset", "file", "opened", "archive")
    name = next((v for n in names if (v := signal.captures.get(n))), "the package")
    told = f"Run the build before the deployment, or correct the path: {name} is not there"
    return (EditCode(told),)


BUILD_OUTPUT_MISSING = signature_check(
    id="deployment/build-output-missing",
    title="The package to deploy does not exist",
    severity=Severity.HIGH,
    cause="build_output_missing",
    since="0.1",
    messages=(
        message(
            "sam",
            "refers to a file or folder that does",
            "Unable to upload artifact",
            pattern=wrapped(
                r"Parameter (?P<parameter>\w{1,100}) of resource "
                r"(?P<resource>\w{1,255}) refers to a file or folder that does not exist"
            ),
            source="aws-sam-cli and aws-cli InvalidLocalPathError, 2025",
        ),
        message(
            "cdk",
            "Cannot find asset at ",
            pattern=r"Cannot find asset at (?P<asset>[^\s]{1,300})",
            source="aws-cdk-lib core/lib/asset-staging.ts, 2025",
        ),
        message(
            "terraform",
            "no file exists at ",
            'Call to function "file',
            "error archiving directory",
            "Unable to load paramfile fileb://",
            pattern=(
                r"no file exists at \"(?P<file>[^\"\n]{1,300})\"; this function|Call to "
                r"function \"file\w{0,20}\" failed: (?:open (?P<opened>[^\s:]{1,300})"
                r"|no file exists)|error archiving directory: could not archive missing "
                r"directory|Unable to load paramfile fileb://(?P<archive>[^\s:,]{1,300})"
            ),
            source="hashicorp/terraform filesystem functions; provider archive; aws-cli"
            " paramfile, 2025",
        ),
        message(
            "serverless",
            "No file matches include / exclude patterns",
            "Cannot read file artifact",
            pattern=r"No file matches include / exclude patterns|Cannot read file artifact",
            source="serverless lib/plugins/package/lib/zip-service.js, 2025",
        ),
    ),
    summary="The file or folder that should be deployed does not exist: the build did not"
    " run, or writes elsewhere",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
