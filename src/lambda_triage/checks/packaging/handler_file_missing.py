"""The handler's own file or class is not where the runtime looks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.handler_module import names_handler
from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Finding, FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# A class or assembly that is not found is more often a wrong handler setting than a nested jar.
COMPILED = 1.5
QUOTE = r"\\?['\"‘’]"
FROM = rf"(?:Unable to import module {QUOTE}(?P<loading>[^'\"\n\\]{{1,200}}){QUOTE}: (?:Error: )?)?"
STACK = r"(?:(?:\n|\\n)Require stack:(?:\n|\\n)- (?P<by>[^\s\\\"']{1,300}))?"


def _not_the_handler(signal: Signal, function: FunctionConfiguration | None) -> bool:
    return signal.name != "compiled" and not names_handler(signal.captures, function)


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "compiled":
        told = "Put classes at the root of the jar or zip, dependency jars in lib/"
    else:
        told = "Zip the contents of the folder, not the folder: the file belongs at the zip's root"
    return (FixPackage("move", signal.captures.get("module", "the file"), told),)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return COMPILED if finding.fact("kind") else DECISIVE


MESSAGES = (
    message(
        "python",
        "No module named",
        pattern=FROM + r"No module named \\?['\"]?(?P<module>[A-Za-z_]\w*(?:\.\w+)*)",
        source="awslambdaric bootstrap.py, _get_handler, 2025",
    ),
    message(
        "node",
        "Cannot find module ",
        pattern=FROM + rf"Cannot find module {QUOTE}(?P<module>[^'\"\n\\]{{1,300}})"
        rf"{QUOTE}" + STACK,
        source="aws-lambda-nodejs-runtime-interface-client UserFunction.js, 2025",
    ),
    message(
        "ruby",
        "cannot load such file -- ",
        pattern=r"cannot load such file -- (?P<module>[\w./-]+)",
        source="aws-lambda-ruby-runtime-interface-client bootstrap, 2025",
    ),
    message(
        "compiled",
        "Class not found: ",
        "handler assembly with the file name",
        ".deps.json",
        "The application to execute does not exist",
        pattern=r"(?P<kind>Class not found|handler assembly with the file name"
        r"|Could not find the required|application to execute does not exist):?"
        r" \\?'?(?P<module>[\w./$-]{1,200})",
        source="Java RIC EventHandlerLoader; Amazon.Lambda.RuntimeSupport; dotnet host",
    ),
)

HANDLER_FILE_MISSING = weighed(
    signature_check(
        id="packaging/handler-file-missing",
        title="The handler's file is not at the package's root",
        severity=Severity.CRITICAL,
        cause="package_layout_wrong",
        since="0.1",
        messages=MESSAGES,
        summary="{module}, which the handler setting names, is not at the root of the package",
        fix=_fix,
        unless=_not_the_handler,
    ),
    _weight,
)
