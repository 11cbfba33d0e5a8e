"""Terraform states that another run has locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.findings import Command, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    risk = "two runs at once destroy the state: only when no other run is alive"
    return (
        Manual("Wait for the run that the lock's Who and Created name", "it may still be alive"),
        Command(("terraform", "force-unlock", "<lock ID>"), "Remove the lock of a dead run", risk),
    )


STATE_LOCKED = signature_check(
    id="deployment/state-locked",
    title="The Terraform state is locked",
    severity=Severity.MEDIUM,
    cause="terraform_state_locked",
    since="0.1",
    messages=(
        message(
            "lock",
            "Error acquiring the state lock",
            "Error locking state: ",
            pattern=r"Error acquiring the state lock|Error locking state: ",
            source="hashicorp/terraform internal/command/clistate/state.go, 2025",
        ),
    ),
    summary="Another run of Terraform holds the lock on the state, or died with it",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
