"""Handler settings in the form of another runtime than the configured one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Finding, Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

COMPILED_NAMES = frozenset({"main", "bootstrap", "hello", "provided", "not.used", "none"})
OTHER_LANGUAGE = re.compile(r"(?i)\b(?:go|golang|rust|c\+\+|java|dotnet|native)\b")
TYPE_NOT_LOADED = 3.2  # a type the assembly holds, but made for another framework, or misnamed


def _form_of_the_runtime(signal: Signal, function: FunctionConfiguration | None) -> bool:
    handler = signal.captures.get("handler", "")
    if signal.name == "type" or "::" in handler or handler in COMPILED_NAMES:
        return False
    notes = " ".join((function.notes if function else {}).values())
    return "." in handler or not OTHER_LANGUAGE.search(notes)


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "type":
        told = "The runtime must be the framework that the assembly targets"
        return (SetProperty("Runtime", "dotnet10", told, "check the project's TargetFramework"),)
    told = "A compiled program with its own runtime loop runs on an OS-only runtime"
    return (SetProperty("Runtime", "provided.al2023", told, "name the executable bootstrap"),)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return TYPE_NOT_LOADED if finding.fact("kind") else STRONG


MESSAGES = (
    message(
        "bad",
        "Bad handler",
        pattern=r"Bad handler \\?['\"]?(?P<handler>[^'\"\n\\]{1,200})",
        source="awslambdaric bootstrap.py; AWS Lambda guide, handlers by runtime, 2025",
    ),
    message(
        "type",
        "Unable to load type ",
        pattern=r"(?P<kind>Unable to load type) \\?'(?P<handler>[^'\n\\]{1,300})\\?' from assembly",
        source="Amazon.Lambda.RuntimeSupport Errors.cs, UnableToLoadType, 2025",
    ),
)

HANDLER_OF_ANOTHER_RUNTIME = weighed(
    signature_check(
        id="handler/handler-of-another-runtime",
        title="The handler setting belongs to another runtime",
        severity=Severity.CRITICAL,
        cause="runtime_mismatch",
        since="0.1",
        messages=MESSAGES,
        summary="The handler {handler} does not fit the configured runtime",
        fix=_fix,
        unless=_form_of_the_runtime,
    ),
    _weight,
)
