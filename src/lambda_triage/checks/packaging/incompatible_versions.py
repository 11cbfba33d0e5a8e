"""Dependencies whose versions do not fit together, or do not fit what the runtime brings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.checks.weighed import weighed
from lambda_triage.facts.compiled_modules import NAMES
from lambda_triage.findings import Finding, FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

QUOTED = r"\\?['\"]?"
# botocore as the runtimes bring it works with urllib3 1.26 or 2.x by Python version; the release
# notes of urllib3 2.0 name what it removed: DEFAULT_CIPHERS, and OpenSSL below 1.1.1 (2023).
URLLIB3 = "urllib3"


def _another_check(signal: Signal, _: FunctionConfiguration | None) -> bool:
    module, name = signal.captures.get("module", ""), signal.captures.get("name", "")
    if signal.name != "name":
        return False
    standard = module.split(".")[0] in sys.stdlib_module_names  # packaging/newer-standard-library
    return standard or (module, name) in NAMES or module.startswith("botocore.vendored")


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    module = signal.captures.get("module", "").split(".")[0]
    if module == URLLIB3:
        runtime = (function.runtime if function else None) or "this runtime"
        told = f"Pin urllib3<2, or package a boto3 and botocore that {runtime} need not provide"
        return (FixPackage("pin", URLLIB3, told),)
    told = "Pin versions that were released for one another, rebuild, and look for a second copy"
    return (FixPackage("pin", module or "the named packages", f"{told} in a layer"),)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return STRONG if finding.fact("attribute") else DECISIVE


MESSAGES = (
    message(
        "name",
        "cannot import name ",
        pattern=rf"cannot import name {QUOTED}(?!multiarray)(?P<name>\w+){QUOTED}"
        rf"(?: from (?:partially initialized module )?{QUOTED}(?P<module>[\w.]+))?",
        source="CPython ceval.c import_from, 2025",
    ),
    message(
        "attribute",
        "has no attribute ",
        pattern=rf"(?:partially initialized )?module {QUOTED}(?P<module>[\w.]+){QUOTED}"
        rf" has no attribute {QUOTED}(?P<attribute>\w+)",
        source="CPython moduleobject.c, 2025",
    ),
    message(
        "requirement",
        "VersionConflict",
        pattern=r"VersionConflict: \(?(?P<module>[\w.-]+) (?P<version>[\w.]+)"
        r"[^\n]{0,200}?Requirement\.parse\(\\?['\"](?P<wanted>[^'\"\n\\]{1,100})",
        source="setuptools pkg_resources, 2024",
    ),
    message(
        "openssl",
        "only supports OpenSSL",
        pattern=r"(?P<module>urllib3) v2(?:\.0)? only supports OpenSSL",
        source="urllib3 2.0 __init__.py, 2023",
    ),
    message(
        "pydantic",
        "has been moved to the `pydantic-settings` package",
        "PydanticImportError",
        "PydanticUserError",
        pattern=r"(?P<module>[Pp]ydantic)(?:-settings` package|(?:Import|User)Error)",
        source="pydantic 2 migration guide; pydantic/_migration.py, 2023",
    ),
    message(
        "protobuf",
        "Descriptors cannot",
        pattern=r"Descriptors cannot (?:not )?be created directly",
        source="protobuf 4.21 python/google/protobuf/descriptor.py, 2022",
    ),
    message(
        "exports",
        'is not defined by "exports"',
        'is not defined by \\"exports\\"',
        "ERR_PACKAGE_PATH_NOT_EXPORTED",
        pattern=r"Package subpath \\?'(?P<name>[^'\n\\]{1,200})\\?' is not defined by"
        r" \\*\"exports\\*\" in (?:[^\s\"]{0,200}?node_modules/)?(?P<module>(?:@[\w.-]+/)?[\w.-]+)",
        source="Node.js lib/internal/errors.js, ERR_PACKAGE_PATH_NOT_EXPORTED, 2025",
    ),
    message(
        "gem",
        "You have already activated ",
        "Bundler could not find compatible versions",
        pattern=r"(?:You have already activated |compatible versions for gem \\?\")"
        r"(?P<module>[\w-]+)",
        source="RubyGems and Bundler, 2025",
    ),
)

INCOMPATIBLE_VERSIONS = told_once(
    weighed(
        signature_check(
            id="packaging/incompatible-versions",
            title="Versions of dependencies do not fit together",
            severity=Severity.CRITICAL,
            cause="dependency_conflict",
            since="0.1",
            messages=MESSAGES,
            summary="The version of {module} that is loaded does not fit the code that uses it",
            fix=_fix,
            unless=_another_check,
        ),
        _weight,
    ),
    "module",
    "name",
)
