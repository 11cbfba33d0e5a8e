"""Handler settings of a form that the runtime cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# The form of a handler setting by runtime (AWS Lambda guide, "Define handler" of each runtime).
FORMS = {
    "python": "file.function",
    "nodejs": "file.export",
    "ruby": "file.method or file.Class.method",
    "java": "package.Class::method",
    "dotnet": "Assembly::Namespace.Type::Method",
}
DEPS_JSON = 3.0  # the assembly's name in the handler is wrong, or the file is not at the root


def _fix(_: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    runtime = (function.runtime or "") if function else ""
    form = next((f for r, f in FORMS.items() if runtime.startswith(r)), "the runtime's own form")
    now = f" instead of {function.handler}" if function and function.handler else ""
    return (Manual(f"Set Handler to {form}{now}", "the names are the owner's"),)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return DEPS_JSON if finding.fact("assembly") else DECISIVE


MESSAGES = (
    message(
        "bad",
        "Bad handler",
        pattern=r"Bad handler(?: \\?['\"]?(?P<handler>[^'\"\n\\]{1,200}))?",
        source="awslambdaric bootstrap.py; Node.js RIC UserFunction.js; py2.7, 2025",
    ),
    message(
        "type",
        "Runtime.MalformedHandlerName",
        pattern=r"Runtime\.MalformedHandlerName",
        source="error type of the Python and Node.js runtimes, 2025",
    ),
    message(
        "root",
        "is not a valid handler name",
        pattern=r"\\?'(?P<handler>[^'\n\\]{1,200})\\?' is not a valid handler name",
        source="aws-lambda-nodejs-runtime-interface-client UserFunction.js, 2025",
    ),
    message(
        "slash",
        "No module named '",
        pattern=r"Unable to import module [^\n]{1,200}: No module named \\?'"
        r"(?P<handler>[\w.-]{1,80}/[\w./-]{1,120})\\?'",
        source="awslambdaric bootstrap.py: a path where a dotted name belongs, 2025",
    ),
    message(
        "built-in",
        "BuiltInModuleConflict",
        "Cannot use built-in module",
        pattern=r"Cannot use built-in module (?P<handler>[\w.]{1,100})|BuiltInModuleConflict",
        source="awslambdaric bootstrap.py, 2025",
    ),
    message(
        "dotnet",
        "nvalid lambda function handler: ",
        "Empty lambda function handler",
        pattern=r"[Ii]nvalid lambda function handler: \\?'?(?P<handler>[^'\n\\]{1,300})"
        r"|Empty lambda function handler",
        source="Amazon.Lambda.RuntimeSupport Errors.cs, HandlerInfo, 2025",
    ),
    message(
        "deps",
        ".deps.json",
        "required 'deps.json'",
        pattern=r"Could not find the required \\?'(?P<assembly>[^'\n\\]{0,200}?)\.?deps\.json",
        source=".NET Core 1.0 to 3.1 runtime, LambdaException, 2020",
    ),
    message(
        "java-ruby",
        "nvalid handler",
        "must be of form FILENAME.METHOD",
        pattern=r"Invalid handler[: ]\s*[`'\[\"\\]{0,3}(?P<handler>[^\n'`\]]{1,200}?)"
        r"(?:[`'\]\"\\]|, must be of form|$)",
        source="Java RIC HandlerInfo; Ruby RIC lambda_handler.rb, 2025",
    ),
)

HANDLER_MALFORMED = told_once(
    weighed(
        signature_check(
            id="handler/handler-malformed",
            title="The handler setting has the wrong form",
            severity=Severity.CRITICAL,
            cause="handler_malformed",
            since="0.1",
            messages=MESSAGES,
            summary="The handler setting {handler} has not the form that the runtime reads",
            fix=_fix,
        ),
        _weight,
    ),
    "handler",
    "assembly",
)
