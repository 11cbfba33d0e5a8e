"""Handler settings that name a module, class or function that the package does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.handler_module import names_handler
from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import EditCode, Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# The file the handler names is missing: as often zipped one folder too deep as wrongly named.
FILE_MISSING = 2.0
QUOTE = r"\\?['\"‘’]"


def _not_the_handler(signal: Signal, function: FunctionConfiguration | None) -> bool:
    if signal.name != "file":
        return False
    return not names_handler(signal.captures, function, key="handler")


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    told = signal.captures.get("handler") or "the function"
    now = f", not {function.handler}" if function and function.handler else ""
    return (
        Manual(f"Set Handler to what the package exports{now}", "the right name is not told"),
        EditCode(f"Or export {told} under that name"),
    )


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return FILE_MISSING if finding.fact("file") else DECISIVE


MESSAGES = (
    message(
        "missing",
        "missing on module",
        pattern=rf"Handler {QUOTE}(?P<handler>[^'\"\n\\]{{1,200}}){QUOTE} missing on module",
        source="awslambdaric bootstrap.py; Node.js 4.3 to 8.10 runtime, 2025",
    ),
    message(
        "exported",
        "is undefined or not exported",
        "HandlerNotFound",
        pattern=r"(?P<handler>[\w./$-]{1,200}) is undefined or not exported"
        r"|HandlerNotFound(?:: |\"[^\n]{0,40}?\"errorMessage\": ?\")"
        r"(?=[\w./$-]{1,200} is not a function)",
        source="aws-lambda-nodejs-runtime-interface-client UserFunction.js, 2025",
    ),
    message(
        "type",
        "Runtime.HandlerNotFound",
        pattern=r"Runtime\.HandlerNotFound",
        source="error type of the Python and Node.js runtimes, 2025",
    ),
    message(
        "java",
        "Class not found: ",
        "No public method named ",
        "Error loading method ",
        "does not implement an appropriate handler interface",
        "has no public zero-argument constructor",
        pattern=r"(?:Class not found: |No public method named |Error loading method "
        r"|appropriate handler interface: |Class )(?P<handler>[\w.$]{1,200})"
        r"(?:(?<=[\w$])(?= with appropriate| on class (?![^\n]{0,200}NoClassDef))"
        r"|(?=:? ?java\.lang\.Class|\\?\"|\s*$)| has no public zero-argument constructor)",
        source="aws-lambda-java-runtime-interface-client EventHandlerLoader, 2025",
    ),
    message(
        "dotnet",
        "Could not find the specified handler assembly",
        "Unable to load assembly ",
        "Unable to find method ",
        "executable assembly ",
        pattern=r"(?:specified handler assembly with the file name \\?'"
        r"|Unable to load assembly \\?'|Unable to find method \\?'"
        r"|executable assembly (?=\S{1,200} was not found))(?P<handler>[^',\n\\ ]{1,200})",
        source="Amazon.Lambda.RuntimeSupport Errors.cs and bootstrap scripts, 2025",
    ),
    message(
        "dotnet-type",
        "Unable to load type ",
        pattern=r"(?P<file>Unable to load type) \\?'(?P<handler>[^'\n\\]{1,300})",
        source="Amazon.Lambda.RuntimeSupport Errors.cs, UnableToLoadType, 2025",
    ),
    message(
        "ruby",
        "undefined method ",
        "undefined local variable or method ",
        pattern=r"undefined (?:local variable or )?method [`'](?P<handler>\w+)' for main",
        source="aws-lambda-ruby-runtime-interface-client lambda_handler.rb, 2025",
    ),
    message(
        "ruby-class",
        "uninitialized constant ",
        pattern=r"Init<NameError>[\s\S]{0,200}?uninitialized constant (?P<handler>[\w:]+)"
        r"|uninitialized constant (?P<constant>[\w:]+)[\s\S]{0,200}?Init<NameError>",
        source="aws-lambda-ruby-runtime-interface-client lambda_handler.rb, 2025",
    ),
    message(
        "php",
        "Handler `",
        "Handler '",
        pattern=r"Handler [`'](?P<handler>[^`'\n]{1,200})[`'] (?:doesn't exist|not found)",
        source="Bref FileHandlerLocator, 2024",
    ),
    message(
        "file",
        "No module named",
        "Cannot find module ",
        pattern=rf"(?:Unable to import module {QUOTE}(?P<loading>[^'\"\n\\]{{1,200}}){QUOTE}:"
        r" (?:Error: )?)?(?P<file>No module named|Cannot find module)"
        r" \\?['\"]?(?P<handler>[\w./@-]{1,300})\\?['\"]?"
        r"(?:(?:\n|\\n)Require stack:(?:\n|\\n)- (?P<by>[^\s\\\"']{1,300}))?",
        source="awslambdaric bootstrap.py; Node.js RIC UserFunction.js, 2025",
    ),
)

HANDLER_NOT_FOUND = told_once(
    weighed(
        signature_check(
            id="handler/handler-not-found",
            title="The handler setting names something that does not exist",
            severity=Severity.CRITICAL,
            cause="handler_not_found",
            since="0.1",
            messages=MESSAGES,
            summary="The handler setting names {handler}, which the package does not have",
            fix=_fix,
            unless=_not_the_handler,
        ),
        _weight,
    ),
    "handler",
)
