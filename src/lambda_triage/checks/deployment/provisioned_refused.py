"""Provisioned concurrency where Lambda does not take it."""

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
    if signal.captures.get("latest"):
        argv = ("aws", "lambda", "publish-version", "--function-name", "<function>")
        point = EditCode("Point the alias to the version, and let callers use the alias")
        return (Command(argv, "Publish a version"), point)
    told = "Set provisioned concurrency on the version or on its alias, not on both"
    return (EditCode(told),)


PROVISIONED_REFUSED = signature_check(
    id="deployment/provisioned-refused",
    title="Provisioned concurrency is refused for this version",
    severity=Severity.HIGH,
    cause="provisioned_concurrency_refused",
    since="0.1",
    messages=(
        message(
            "latest",
            "cannot be applied to unpublished function",
            "Provisioned Concurrency Configs cannot",
            pattern=wrapped(
                r"(?P<latest>Provisioned Concurrency Configs cannot be applied to "
                r"unpublished function versions)"
            ),
            source="Lambda API, PutProvisionedConcurrencyConfig"
            " InvalidParameterValueException, 2025",
        ),
        message(
            "twice",
            "on an already Provisioned version",
            "used for Provisioned Concurrency",
            pattern=wrapped(
                r"Alias can't be used for Provisioned Concurrency configuration on an "
                r"already Provisioned version"
            ),
            source="Lambda API, PutProvisionedConcurrencyConfig ResourceConflictException, 2025",
        ),
    ),
    summary="Lambda takes provisioned concurrency for a published version only, and once",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
