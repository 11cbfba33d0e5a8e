"""Compiled packages that were made for another version of the runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.findings import FixPackage, Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# Class file major version → Java release: release = major - 44 (JVM specification, table 4.1-A).
JAVA_OFFSET = 44
JAVA_RUNTIMES = {8: "java8.al2", 11: "java11", 17: "java17", 21: "java21", 25: "java25"}
DOTNET_RUNTIMES = {"6": "dotnet6", "8": "dotnet8", "10": "dotnet10"}


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    runtime = _runtime(signal)
    configured = (function.runtime if function else None) or "the configured runtime"
    again = FixPackage("rebuild", "the package", f"Build it for {configured}")
    if runtime is None:
        return (again,)
    return (SetProperty("Runtime", runtime, "The package was built for this version"), again)


def _runtime(signal: Signal) -> str | None:
    built = signal.captures.get("built", "")
    if signal.name == "java" and built:
        release = int(built) - JAVA_OFFSET
        return next((r for v, r in JAVA_RUNTIMES.items() if v >= release), None)
    return DOTNET_RUNTIMES.get(built) if signal.name == "dotnet" else None


MESSAGES = (
    message(
        "java",
        "UnsupportedClassVersionError",
        "Unsupported major.minor version",
        "has been compiled by a more recent version of the Java Runtime",
        pattern=r"more recent version of the Java Runtime \(class file version (?P<built>\d+)"
        r"|Unsupported major\.minor version \d+|UnsupportedClassVersionError(?!"
        r"[^\n]{0,400}class file)",
        source="OpenJDK ClassFileParser, 2025",
    ),
    message(
        "dotnet",
        "Microsoft.NETCore.App",
        "Microsoft.AspNetCore.App",
        "find any compatible framework version",
        pattern=r"[Ff]ramework:? '?Microsoft\.(?:NETCore|AspNetCore)\.App'?,"
        r" version '?(?P<built>\d+)[\d.]*'?"
        r"|It was not possible to find any compatible framework version",
        source=".NET host, fx_resolver messages, 2.1 to 9",
    ),
    message(
        "dotnet-assembly",
        "Could not load file or assembly 'System.Runtime, Version=",
        pattern=r"Could not load file or assembly 'System\.(?:Runtime|Private\.CoreLib),"
        r" Version=(?P<built>\d+)",
        source=".NET runtime: System.Runtime carries the target framework's version, 2025",
    ),
    message(
        "node",
        "was compiled against a different Node.js version",
        "NODE_MODULE_VERSION",
        pattern=r"compiled against a different Node\.js version|NODE_MODULE_VERSION \d+",
        source="Node.js src/node_binding.cc, 2025",
    ),
    message(
        "python",
        "bad magic number in ",
        "Python version mismatch: module was compiled for",
        pattern=r"bad magic number in \\?'(?P<module>[\w.]+)"
        r"|Python version mismatch: module was compiled for",
        source="CPython importlib._bootstrap_external; Cython, 2025",
    ),
    message(
        "ruby",
        "Your Ruby version is ",
        "incompatible library version",
        pattern=r"Your Ruby version is [\d.]+, but your Gemfile specified"
        r"|incompatible library version",
        source="Bundler ruby_version; Ruby load.c, 2025",
    ),
)

BUILT_FOR_ANOTHER_RUNTIME = told_once(
    signature_check(
        id="packaging/built-for-another-runtime",
        title="The package was built for another runtime version",
        severity=Severity.CRITICAL,
        cause="runtime_mismatch",
        since="0.1",
        messages=MESSAGES,
        summary="The package was built for another version of the runtime than the configured one",
        fix=_fix,
        weight=SPECIFIC,
    ),
    "built",
)
