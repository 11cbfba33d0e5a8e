"""Exports of a stack that other stacks still import."""

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
    stack = signal.captures.get("stack") or "the importing stack"
    told = (
        f"Keep the export for one more deployment (in the CDK: exportValue), deploy {stack} without"
        " the import, then drop the export"
    )
    return (EditCode(told),)


EXPORT_IN_USE = signature_check(
    id="deployment/export-in-use",
    title="An export is still imported by another stack",
    severity=Severity.HIGH,
    cause="stack_export_in_use",
    since="0.1",
    messages=(
        message(
            "export",
            "as it is in use by",
            "Cannot delete export",
            "cannot be updated as it is",
            "cannot be deleted as it is",
            pattern=wrapped(
                r"(?:Cannot delete export|Export) (?P<export>[^\s]{1,255})(?: cannot be "
                r"(?:updated|deleted))? as it is in use by (?P<stack>[\w-]{1,128})"
            ),
            source="AWS CloudFormation, UpdateStack and DeleteStack, 2026",
        ),
    ),
    summary="The stack may not change the export {export}: {stack} imports it",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
