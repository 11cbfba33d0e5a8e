"""Runtimes that Lambda creates or updates functions with no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import Manual, Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    newer = signal.captures.get("newer")
    if newer:
        risk = "the code and its dependencies have to run on the newer version"
        return (SetProperty("Runtime", newer, f"Use {newer}, which AWS names here", risk),)
    return (Manual("Move to a supported runtime of the language", "which one is not told"),)


RUNTIME_RETIRED = signature_check(
    id="resources/runtime-retired",
    title="The runtime is no longer supported for deployments",
    severity=Severity.HIGH,
    cause="deprecated_runtime",
    since="0.1",
    messages=(
        message(
            "sentence",
            "untime parameter of",
            "is no longer supported for creating or updating",
            pattern=r"[Rr]untime\s+parameter\s+of\s+"
            r"(?P<runtime>[\w.]{1,40})\s+is\s+no\s+longer\s+supported"
            r"(?:[\s\S]{0,140}?new\s+runtime\s+\((?P<newer>[\w.]{1,40})\))?",
            source="Lambda API, InvalidParameterValueException, 2026",
        ),
        message(
            "tool",
            "no longer supported by AWS Lambda",
            "runtime is deprecated and can no longer",
            pattern=r"no longer supported by AWS Lambda|runtime is deprecated and can no longer",
            source="Deployment tools that check the runtime before the Lambda API does, 2025",
        ),
        message(
            "lint",
            "Updating disabled since",
            pattern=r"Deprecated runtime [('](?P<runtime>[\w.]{1,40})[')] specified\. Updating"
            r" disabled",
            source="cfn-lint rule E2531, 2020",
        ),
        message(
            "lint-dated",
            "Creation was disabled on",
            pattern=r"\bE253[13]\b[\s\S]{0,200}?Runtime '(?P<runtime>[\w.]{1,40})' was deprecated"
            r" on '[\d-]{10}'\. Creation was disabled on[\s\S]{0,80}?Please (?:consider"
            r" updating|update) to '(?P<newer>[\w.]{1,40})'",
            source="cfn-lint rules E2531 and E2533, 2025",
        ),
        message(
            "enum",
            "at 'runtime' failed to satisfy constraint",
            pattern=r"Value '?(?P<runtime>[\w.]{1,40})'? at 'runtime' failed to satisfy constraint",
            source="Lambda API, ValidationException of the Runtime enumeration, 2026",
        ),
    ),
    summary="Lambda no longer creates or updates functions with this runtime ({runtime})",
    fix=_fix,
    symptom="deployment",
)
