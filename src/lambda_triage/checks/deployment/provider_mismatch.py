"""Terraform versions and providers that do not fit the configuration or the lock file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import Command, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.captures.get("core"):
        return (
            Command(("terraform", "version"), "Use the version that required_version asks for"),
        )
    risk = "a new major version of a provider may change or refuse settings"
    argv = ("terraform", "init", "-upgrade")
    return (Command(argv, "Select providers anew, then commit .terraform.lock.hcl", risk),)


PROVIDER_MISMATCH = signature_check(
    id="deployment/provider-mismatch",
    title="Terraform or a provider has the wrong version",
    severity=Severity.HIGH,
    cause="terraform_provider_mismatch",
    since="0.1",
    messages=(
        message(
            "provider",
            "Inconsistent dependency lock file",
            "must use terraform init -upgrade",
            "Failed to query available provider",
            "does not match configured version constraint",
            "Required plugins are not installed",
            pattern=wrapped(
                r"Error: Inconsistent dependency lock file|must use terraform init "
                r"-upgrade|Error: Failed to query available provider|does not match "
                r"configured version constraint|Error: Required plugins are not "
                r"installed"
            ),
            source="hashicorp/terraform internal/command/init.go, providers lock, 2025",
        ),
        message(
            "terraform",
            "Error: Unsupported Terraform Core version",
            "Error: state snapshot was created by Terraform",
            pattern=(
                r"(?P<core>Error: Unsupported Terraform Core version|state snapshot was "
                r"created by Terraform)"
            ),
            source="hashicorp/terraform internal/terraform/version_required.go, 2025",
        ),
    ),
    summary="The version of Terraform or of a provider does not fit the configuration",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
