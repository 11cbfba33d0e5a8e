"""Imports that miss only the compiled part of a package: it was built for another platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.rebuild import rebuild
from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.facts.compiled_modules import NAMES, always_compiled, distribution
from lambda_triage.findings import Finding, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

QUOTED = r"\\?['\"]?"
SINGLE_FILE = DECISIVE + 0.5  # a one-file module, where the function's architecture is known


def _package(captures: dict[str, str]) -> str | None:
    module, name = captures.get("module", ""), captures.get("name")
    if name:
        return NAMES.get((module, name)) or distribution(f"{module}.{name}")
    return distribution(module)


def _not_compiled(signal: Signal, _: FunctionConfiguration | None) -> bool:
    return signal.name in ("missing", "name") and _package(signal.captures) is None


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    package = _package(signal.captures) or signal.captures.get("module", "the package")
    return rebuild(package.split(".")[0], function)


def _weight(finding: Finding, function: FunctionConfiguration | None) -> float:
    module = finding.fact("module") or ""
    if finding.fact("name") or always_compiled(module) or distribution(module) is None:
        return DECISIVE
    return SINGLE_FILE if function is not None and function.architecture else STRONG


MESSAGES = (
    message(
        "missing",
        "No module named",
        "cannot load such file -- ",
        pattern=rf"(?:No module named {QUOTED}|cannot load such file -- )"
        r"(?P<module>[A-Za-z_][\w/]*(?:\.[\w/]+)*)",
        source="CPython importlib, platform tags of PEP 3149; Ruby require, 2025",
    ),
    message(
        "name",
        "cannot import name ",
        pattern=rf"cannot import name {QUOTED}(?P<name>\w+){QUOTED} from "
        rf"(?:partially initialized module )?{QUOTED}(?P<module>[\w.]+)",
        source="CPython ceval.c import_from, 2025",
    ),
    message(
        "numpy",
        "Importing the numpy C-extensions failed",
        "Importing the multiarray numpy extension module failed",
        "you should not try to import numpy from",
        pattern=r"(?:Importing the |Error importing |not try to import )[^\n]{0,40}?"
        r"(?P<module>numpy)",
        source="NumPy core/__init__.py, the advice on failed imports, 2024",
    ),
    message(
        "pandas",
        "C extension: ",
        "Missing required dependencies [",
        pattern=r"Missing required dependencies \[\\?'(?P<needed>numpy)"
        r"|C extension: [\w.]{1,100} not built[^\n]{0,60}?(?P<module>pandas)",
        source="pandas/__init__.py, 2025",
    ),
    message(
        "pycryptodome",
        "Cannot load native module ",
        pattern=r"Cannot load native module \\?'(?P<module>(?:Crypto|Cryptodome))\.",
        source="pycryptodome Util/_raw_api.py, 2024",
    ),
)

COMPILED_MODULE_MISSING = weighed(
    signature_check(
        id="packaging/compiled-module-missing",
        title="The compiled part of a package does not load",
        severity=Severity.CRITICAL,
        cause="native_binary_arch_mismatch",
        since="0.1",
        messages=MESSAGES,
        summary="The compiled part of {module} is missing: the package was built elsewhere",
        fix=_fix,
        unless=_not_compiled,
    ),
    _weight,
)
