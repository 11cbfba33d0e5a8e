"""Functions whose settings exclude SnapStart."""

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
    what = signal.captures.get("what") or "the setting that the message names"
    told = (
        f"Turn SnapStart off, or change {what}: it excludes provisioned concurrency, EFS, more than"
        " 512 MB of temporary storage, and runtimes without support"
    )
    return (EditCode(told),)


SNAPSTART_REFUSED = signature_check(
    id="deployment/snapstart-refused",
    title="SnapStart does not go together with a setting of the function",
    severity=Severity.HIGH,
    cause="snapstart_unsupported",
    since="0.1",
    messages=(
        message(
            "lambda",
            "not supported for SnapStart",
            "SnapStart enabled functions",
            pattern=wrapped(
                r"(?<![\w.+-])(?P<what>[\w.+-]{1,60}) is not supported for SnapStart "
                r"enabled functions"
            ),
            source="Lambda API, InvalidParameterValueException; cfn-lint, 2025",
        ),
        message(
            "tool",
            "SnapStart currently not supported",
            "SnapStart is currently not supported",
            "PROVISIONED_CONCURRENCY_AND_SNAPSTART",
            "SNAPSTART_EPHEMERAL_STORAGE_TOO_LARGE",
            pattern=wrapped(
                r"SnapStart (?:is )?currently not supported (?:by|using|for|with) "
                r"|PROVISIONED_CONCURRENCY_AND_SNAPSTART"
                r"|SNAPSTART_EPHEMERAL_STORAGE_TOO_LARGE"
            ),
            source="aws-cdk-lib aws-lambda/lib/function.ts; serverless compile/functions.js, 2026",
        ),
    ),
    summary="SnapStart is on, and a setting of the function excludes it ({what})",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
