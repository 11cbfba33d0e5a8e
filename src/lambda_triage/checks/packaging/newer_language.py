"""Code in a version of the language that the configured runtime does not know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, message, signature_check
from lambda_triage.checks.weighed import SPECIFIC, weighed
from lambda_triage.findings import EditCode, Finding, FixPackage, Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# First Node.js major that parses what fails at this token (node.green, V8 release notes):
# async functions 8, rest and spread of objects 10, `?.` and `??` 14, `??=` 16, class fields 12.
FIRST_NODE = {
    "function": 8, "=>": 4, "...": 10, "?": 14, ".": 14, "=": 12, "??=": 16, "||=": 16, "&&=": 16,
}  # fmt: skip
# First CPython with what its older ones reject (What's New in Python 3.6 to 3.12).
FIRST_PYTHON = {"match": (3, 10), "f-string": (3, 6), "walrus": (3, 8), "print": (3, 0)}
# Newest managed runtimes (facts/runtimes.tsv, 2026).
CURRENT = {"node": "nodejs24.x", "python": "python3.14"}
NODE = re.compile(r"^nodejs(?P<major>\d+)?")
PYTHON = re.compile(r"^python(?P<major>\d)\.(?P<minor>\d+)")


def _runs_it_already(signal: Signal, function: FunctionConfiguration | None) -> bool:
    """Whether the configured runtime parses this, so that it is a plain mistake."""
    runtime = (function.runtime or "") if function else ""
    if signal.name == "node":
        found = NODE.match(runtime)
        char = signal.captures.get("token", "=")
        if found is None or not found["major"]:
            return char == "="  # a typing mistake as often as a class field
        return int(found["major"]) >= FIRST_NODE.get(char, 0)
    if signal.name == "python":
        found = PYTHON.match(runtime)
        return found is None or (int(found[1]), int(found[2])) >= _needs(signal.captures)
    return False  # only for code of the other major version, or by old V8 only


def _needs(captures: dict[str, str]) -> tuple[int, int]:
    return next((v for k, v in FIRST_PYTHON.items() if captures.get(k.replace("-", ""))), (3, 6))


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "python-2":
        return (EditCode("Port the code to Python 3 (2to3), and its dependencies"),)
    runtime = CURRENT["node" if signal.name.startswith("node") else "python"]
    told = "The runtime must parse the syntax that the code uses"
    risk = "A newer runtime brings newer libraries, nodejs24.x no callback handlers: test it first"
    older = FixPackage("rebuild", "the code", "Or compile the code down to the configured runtime")
    return (SetProperty("Runtime", runtime, told, risk), older)


def _weight(_: Finding, function: FunctionConfiguration | None) -> float:
    return SPECIFIC if function is not None and function.runtime else DECISIVE


MESSAGES = (
    message(
        "node-old",
        "Unexpected token function",
        "Unexpected token =>",
        "Unexpected token ...",
        "Block-scoped declarations (let, const, function, class) not yet supported",
        pattern=r"SyntaxError: (?:Unexpected token (?P<token>function|=>|\.\.\.)"
        r"|Block-scoped declarations)",
        source="V8 before 7.6 (nodejs10.x and older), tokens without quotes, 2018",
    ),
    message(
        "node",
        "SyntaxError: Unexpected token",
        pattern=r"SyntaxError: Unexpected token '?(?P<token>\?\?=|\|\|=|&&=|\?(?!\?)|\.(?!\.)"
        r"|=(?![=>]))'?\s*(?:$|\\n|\"|\n)",
        source="V8 message kUnexpectedToken, 2025",
    ),
    message(
        "python",
        "invalid syntax",
        pattern=r"(?P<match>^\s*match [^\n]{1,100}:\s*$)[\s\S]{0,200}invalid syntax"
        r"|(?P<fstring>\bf\\?['\"][^\n]{0,200}\{)[\s\S]{0,200}invalid syntax"
        r"|(?P<walrus>:=)[\s\S]{0,200}invalid syntax",
        source="CPython Parser: SyntaxError with the source line and a caret",
    ),
    message(
        "python-2",
        "Missing parentheses in call to 'print'",
        "except clause: use 'as'",
        "multiple exception types must be parenthesized",
        "No module named 'urllib2'",
        "No module named 'ConfigParser'",
        "No module named 'StringIO'",
        pattern=r"Missing parentheses in call to 'print'|multiple exception types must be"
        r"|No module named '(?P<module>urllib2|ConfigParser|StringIO|httplib|Queue)'",
        source="CPython 3 on Python 2 code: Parser/pegen_errors.c, 2025",
    ),
)

NEWER_LANGUAGE = weighed(
    signature_check(
        id="packaging/newer-language",
        title="The code is written for another version of the language",
        severity=Severity.CRITICAL,
        cause="runtime_mismatch",
        since="0.1",
        messages=MESSAGES,
        summary="The code is written in a version of its language that the runtime does not know",
        fix=_fix,
        unless=_runs_it_already,
    ),
    _weight,
)
