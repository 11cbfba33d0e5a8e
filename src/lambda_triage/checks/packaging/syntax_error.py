"""Code that the runtime cannot parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import STRONG, message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# A SyntaxError of these is data or a regular expression at run time, not code.
DATA = r"(?![^\n]{0,120}(?: in JSON|JSON input|is not valid JSON|JSON at position|JSON\.parse))"


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    line = signal.captures.get("line")
    told = "Correct the syntax; compile or lint before deploying, with the runtime's own version"
    return (EditCode(told, signal.captures.get("file"), int(line) if line else None),)


MESSAGES = (
    message(
        "runtime",
        "UserCodeSyntaxError",
        "Syntax error in module",
        pattern=r"(?:Syntax error in module \\?['\"](?P<module>[\w./-]+)"
        r"|UserCodeSyntaxError(?!: Syntax error in module))"
        r"(?:[\s\S]{0,1500}?(?P<file>/var/task/[^\s\":\\,]{1,200})(?:\\?\",? [Ll]ine |:)"
        r"(?P<line>\d{1,6}))?",
        source="awslambdaric bootstrap.py; Node.js RIC Errors.js; Node.js 4.3 to 8.10 runtime",
    ),
    message(
        "python",
        "SyntaxError: ",
        "IndentationError: ",
        "TabError: ",
        pattern=r"File \\?\"(?P<file>/(?:var/task|opt)/[^\"\\\n]{1,200})\\?\", line "
        r"(?P<line>\d{1,6})\s*(?:\n|\\n)(?:[^\n]{0,300}\n){0,3}?[^\n]{0,300}?"
        r"(?:SyntaxError|IndentationError|TabError): ",
        source="CPython traceback.c, SyntaxError, 2025",
    ),
    message(
        "node",
        "SyntaxError: ",
        pattern=rf"(?:^|[\s\"])SyntaxError: {DATA}(?:Unexpected|Invalid|Missing|missing"
        r"|Identifier|Illegal|Unterminated|await is only valid|Duplicate|Malformed)",
        source="V8 messages, kUnexpectedToken and its kind, 2025",
    ),
    message(
        "ruby-php-go",
        "syntax error, unexpected",
        "unexpected end-of-input",
        pattern=r"(?:(?P<file>/var/task/[^\s:]{1,200}):(?P<line>\d{1,6}): )?"
        r"(?:PHP Parse error: +)?syntax error, unexpected|unexpected end-of-input",
        source="Ruby parse.y; php-src Zend/zend_language_parser.y, 2025",
    ),
)

SYNTAX_ERROR = told_once(
    signature_check(
        id="packaging/syntax-error",
        title="The code does not parse",
        severity=Severity.CRITICAL,
        cause="syntax_error",
        since="0.1",
        messages=MESSAGES,
        summary="The runtime cannot parse the code",
        fix=_fix,
        weight=STRONG,
    ),
    "file",
    "module",
)
