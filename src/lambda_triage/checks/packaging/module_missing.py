"""Modules that the code imports and neither package, layers nor runtime contain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.handler_module import names_handler
from lambda_triage.checks.signature import DECISIVE, HINT, STRONG, message, signature_check
from lambda_triage.checks.told_once import last_resort
from lambda_triage.checks.weighed import weighed
from lambda_triage.facts.compiled_modules import always_compiled, distribution
from lambda_triage.facts.removed_modules import replacement
from lambda_triage.findings import Finding, FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

QUOTE = r"\\?['\"‘’]"
FROM = rf"(?:Unable to import module {QUOTE}(?P<loading>[^'\"\n\\]{{1,200}}){QUOTE}: )?"
STACK = r"(?:(?:\n|\\n)Require stack:(?:\n|\\n)- (?P<by>[^\s\\\"']{1,300}))?"
PYTHON_2 = frozenset({"urllib2", "ConfigParser", "StringIO", "httplib", "Queue"})
BUILT = (".node", "-linux-x64", "-linux-arm64", "-gnu", "-musl", "/build/Release")


def _another_check(signal: Signal, function: FunctionConfiguration | None) -> bool:
    module = signal.captures.get("module", "")
    return (
        names_handler(signal.captures, function)
        or always_compiled(module)
        or replacement(module) is not None
        or any(part in module for part in BUILT)
        or module.startswith("node:")  # packaging/newer-standard-library
        or module in PYTHON_2  # packaging/newer-language
    )


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    module = signal.captures.get("module", "")
    if module.startswith((".", "/")):
        told = f"Include {module} in the package, under exactly this name: Linux minds the case"
        return (FixPackage("add", module, told),)
    return (FixPackage("add", module or "the missing module", _how(function)),)


def _how(function: FunctionConfiguration | None) -> str:
    runtime = (function.runtime or "") if function else ""
    if runtime.startswith("python"):
        return "List it in requirements.txt and package it: sam build, or pip install --target"
    if runtime.startswith("nodejs"):
        return "Move it to dependencies in package.json, install, and package node_modules"
    if runtime.startswith("ruby"):
        return "List it in the Gemfile, bundle install --path vendor/bundle, package vendor"
    return "Add it to the dependencies that are packaged, or to a layer in its python/ or nodejs/"


def _weight(finding: Finding, function: FunctionConfiguration | None) -> float:
    module = finding.fact("module") or ""
    if finding.fact("type"):
        return HINT  # an import failed; the line that says which is not there
    platform_known = function is not None and function.architecture is not None
    return STRONG if platform_known and distribution(module) else DECISIVE


MESSAGES = (
    message(
        "python",
        "No module named",
        pattern=FROM
        + r"No module named \\?['\"]?(?P<module>[A-Za-z_][\w-]*(?:\.[\w-]+)*)(?![\w./-])",
        source="CPython importlib, ImportError; awslambdaric bootstrap.py, 2025",
    ),
    message(
        "node",
        "Cannot find module ",
        "Cannot find package ",
        pattern=FROM.replace(": )", ": (?:Error: )?)")
        + rf"Cannot find (?:module|package) {QUOTE}(?P<module>[^'\"\n\\]{{1,300}})"
        rf"{QUOTE}" + STACK,
        source="Node.js lib/internal/modules/cjs/loader.js and esm/resolve.js, 2025",
    ),
    message(
        "unnamed",
        "Unable to import module",
        pattern=rf"Unable to import module {QUOTE}[^'\"\n\\]{{1,200}}{QUOTE}: Error$",
        source="Lambda Node.js 4.3 to 8.10 runtime, which did not name the module, 2018",
    ),
    message(
        "ruby",
        "cannot load such file -- ",
        "Could not find gem ",
        pattern=r"(?:cannot load such file -- |Could not find gem ')(?P<module>[\w./-]+)",
        source="Ruby Kernel#require LoadError; Bundler::GemNotFound, 2025",
    ),
    message(
        "php",
        "Failed opening required ",
        pattern=r"Failed opening required \\?'(?P<module>[^'\n\\]{1,300})'",
        source="php-src main/main.c, php_stream open wrapper, 2025",
    ),
    message(
        "metadata",
        "No package metadata was found for ",
        "distribution was not found and is required by",
        pattern=r"(?:No package metadata was found for |The \\?'(?=[^'\n]{1,100}' distribution))"
        r"(?P<module>[\w.-]+)",
        source="CPython importlib.metadata; setuptools pkg_resources, 2025",
    ),
    message(
        "type",
        "Runtime.ImportModuleError",
        pattern=r"Error Type: (?P<type>Runtime\.ImportModuleError)",
        source="REPORT and INIT_REPORT lines, AWS Lambda guide, 2025",
    ),
)

MODULE_MISSING = last_resort(
    weighed(
        signature_check(
            id="packaging/module-missing",
            title="A module is not in the package",
            severity=Severity.CRITICAL,
            cause="import_module_missing",
            since="0.1",
            messages=MESSAGES,
            summary="Module {module} is neither in the package, nor in a layer, nor in the runtime",
            fix=_fix,
            unless=_another_check,
        ),
        _weight,
    ),
    "type",
    "packaging",
)
