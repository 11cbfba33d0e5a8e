"""Functions whose settings contradict one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, message, signature_check
from lambda_triage.findings import Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        Manual(
            "Read the reason beside the code: it names the setting",
            "the code alone names none",
        ),
    )


CONFIGURATION_REFUSED = signature_check(
    id="state/configuration-refused",
    title="Lambda refuses the configuration",
    severity=Severity.MEDIUM,
    cause="managed_instances_capacity",
    since="0.1",
    messages=(
        message(
            "code",
            "InvalidConfiguration",
            pattern=r"\b(?:InvalidConfiguration)(?=[:\s)\"\'\\,(]|$)",
            source="botocore lambda model: errors of Invoke, StateReasonCode, 2026",
        ),
    ),
    summary="Lambda refuses the function's configuration when it makes it ready.",
    fix=_fix,
    weight=HINT / 2,
    symptom="not_triggered",
)
