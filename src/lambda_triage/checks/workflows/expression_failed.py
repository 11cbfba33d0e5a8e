"""Paths and expressions that do not fit the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode("Guard the path: a Choice on IsPresent, or $exists in JSONata, before it is read"),
    )


EXPRESSION_FAILED = signature_check(
    id="workflows/expression-failed",
    title="A path or expression of a state failed",
    severity=Severity.HIGH,
    cause="event_encoding_or_shape",
    since="0.1",
    messages=(
        message(
            "path",
            "States.ParameterPathFailure",
            "States.ResultPathMatchFailure",
            "States.QueryEvaluationError",
            "States.IntrinsicFailure",
            "could not be found in the input",
            pattern=r"States\.(?:ParameterPathFailure|ResultPathMatchFailure|QueryEvaluationError|IntrinsicFailure)"
            r"|The JSONPath '[^'\n]{1,200}' specified for the field"
            r"[^\n]{0,200}could not be found in the input",
            source="Step Functions guide, error names, 2026",
        ),
    ),
    summary="A path or expression of a state does not fit its input.",
    fix=_fix,
    weight=DECISIVE,
    symptom="workflow",
)
