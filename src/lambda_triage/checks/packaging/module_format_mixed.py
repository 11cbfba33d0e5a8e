"""ES module syntax in a file that Node.js takes for CommonJS, or the reverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import HINT, message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.checks.weighed import SPECIFIC, weighed
from lambda_triage.findings import EditCode, Finding, FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# `import {` and `import *` in CommonJS, as V8 before 7.6 (nodejs10.x and older) reports them;
# other newer syntax fails at the same tokens.
OLD_TOKEN = 4.0


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name in ("require", "globals"):
        told = "Name the file .cjs, or use import and import.meta.url in the ES module"
    elif signal.name == "required-esm":
        told = "Load the ES-only package with import(), from an ES module, or bundle it"
    else:
        told = 'Name the file .mjs or set "type": "module" in package.json, or compile to CommonJS'
    return (EditCode(told), FixPackage("rebuild", "the bundle", "Bundle to one module format"))


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    if finding.fact("await"):
        return HINT
    return OLD_TOKEN if finding.fact("old_token") else SPECIFIC


MESSAGES = (
    message(
        "import",
        "Cannot use import statement outside a module",
        "Cannot use 'import.meta' outside a module",
        "Unexpected token 'export'",
        "Unexpected token export",
        "Unexpected token import",
        "Unexpected token 'import'",
        pattern=r"Cannot use (?:import statement|'import\.meta') outside a module"
        r"|Unexpected token '?(?:export|import)\b",
        source="V8 messages kImportOutsideModule and kUnexpectedToken, 2025",
    ),
    message(
        "old-import",
        "SyntaxError: Unexpected token {",
        "SyntaxError: Unexpected token *",
        pattern=r"SyntaxError: Unexpected token (?P<old_token>[{*])",
        source="V8 before 7.6, kUnexpectedToken without quotes, 2018",
    ),
    message(
        "required-esm",
        "ERR_REQUIRE_ESM",
        "ERR_REQUIRE_ASYNC_MODULE",
        "of ES Module ",
        "Must use import to load ES Module",
        pattern=r"(?:Must use import to load ES Module:? ?|require\(\) of ES Module )"
        r"(?:[^\s\"]{0,200}?node_modules/(?P<module>(?:@[\w.-]+/)?[\w.-]+))?"
        r"|ERR_REQUIRE_(?:ESM|ASYNC_MODULE)",
        source="Node.js lib/internal/errors.js, ERR_REQUIRE_ESM, 2025",
    ),
    message(
        "require",
        "is not defined in ES module scope",
        "Dynamic require of ",
        pattern=r"(?P<name>require|exports|module|__dirname|__filename) is not defined in"
        r" ES module scope|Dynamic require of \\*\"[^\"\\\n]{1,100}\\*\" is not supported",
        source="Node.js lib/internal/modules/esm/module_job.js; esbuild runtime, 2025",
    ),
    message(
        "globals",
        "ReferenceError: __dirname is not defined",
        "ReferenceError: __filename is not defined",
        "ReferenceError: require is not defined",
        "ReferenceError: exports is not defined",
        "ReferenceError: module is not defined",
        pattern=r"ReferenceError: (?P<name>__dirname|__filename|require|exports|module)"
        r" is not defined",
        source="Node.js ES modules guide: no CommonJS variables, 2025",
    ),
    message(
        "named",
        "is a CommonJS module, which may not support",
        "does not provide an export named",
        "ERR_UNSUPPORTED_DIR_IMPORT",
        "ERR_UNKNOWN_FILE_EXTENSION",
        "is not supported resolving ES modules",
        pattern=r"is a CommonJS module, which may not support"
        r"|The requested module \\?'(?P<module>[^'\n\\]{1,200})\\?' does not provide an"
        r" export named|ERR_UNSUPPORTED_DIR_IMPORT|ERR_UNKNOWN_FILE_EXTENSION"
        r"|is not supported resolving ES modules",
        source="Node.js lib/internal/modules/esm, 2025",
    ),
    message(
        "await",
        "await is only valid in async function",
        pattern=r"(?P<await>await) is only valid in async functions and the top level",
        source="V8 message kAwaitNotInAsyncContextAndModule, 2025",
    ),
)

MODULE_FORMAT_MIXED = told_once(
    weighed(
        signature_check(
            id="packaging/module-format-mixed",
            title="ES modules and CommonJS are mixed up",
            severity=Severity.CRITICAL,
            cause="module_esm_cjs",
            since="0.1",
            messages=MESSAGES,
            summary="Node.js reads a file in the other module format than it is written in",
            fix=_fix,
        ),
        _weight,
    ),
    "module",
    "name",
)
