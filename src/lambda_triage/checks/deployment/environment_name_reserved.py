"""Environment variables whose names belong to Lambda."""

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
    names = (signal.captures.get(n) for n in ("names", "name", "linted"))
    name = next((n for n in names if n), "the variable")
    told = f"Remove {name} from the function's environment or rename it: Lambda sets it itself"
    return (EditCode(told),)


ENVIRONMENT_NAME_RESERVED = signature_check(
    id="deployment/environment-name-reserved",
    title="An environment variable has a name that Lambda reserves",
    severity=Severity.HIGH,
    cause="env_var_reserved",
    since="0.1",
    messages=(
        message(
            "lambda",
            "contains reserved",
            "reserved keys",
            "Reserved keys",
            "keys used in this request",
            pattern=wrapped(
                r"Reserved keys used in this request: (?P<names>\w{1,100}(?:, "
                r"\w{1,100}){0,20})|contains reserved keys that are currently not "
                r"supported(?![\s\S]{0,250}Reserved keys)"
            ),
            source="Lambda API, InvalidParameterValueException, 2026",
        ),
        message(
            "tool",
            "is reserved by the lambda runtime",
            "is a reserved variable name",
            pattern=(
                r"\b(?P<name>\w{1,100}) environment variable is reserved by the lambda "
                r"runtime|'(?P<linted>\w{1,100})' is a reserved variable name"
            ),
            source="aws-cdk-lib aws-lambda/lib/function.ts; cfn-lint rule E3663, 2025",
        ),
    ),
    summary="An environment variable of the function has a name that Lambda sets itself",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
