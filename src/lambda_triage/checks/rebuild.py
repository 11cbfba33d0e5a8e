"""How to build a native dependency for the function's own platform."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.findings import Command, FixPackage, Remedy

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration

# pip platform tags and npm --cpu values by Lambda architecture (manylinux PEP 599; npm docs, 2026)
WHEEL = {"x86_64": "manylinux2014_x86_64", "arm64": "manylinux2014_aarch64"}
NPM_CPU = {"x86_64": "x64", "arm64": "arm64"}
PYTHON = re.compile(r"^python(?P<version>3\.\d+)$")


def rebuild(package: str, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    """Install *package* for the function's architecture and runtime, as far as they are known."""
    architecture = function.architecture if function else None
    runtime = (function.runtime or "") if function else ""
    target = f"Linux {architecture}" if architecture else "Linux and the function's architecture"
    said = FixPackage("rebuild", package, f"Build {package} for {target}, not for the build host")
    command = _install(package, runtime, architecture)
    return (said, command) if command else (said,)


def _install(package: str, runtime: str, architecture: str | None) -> Command | None:
    if architecture not in WHEEL:
        return None
    python = PYTHON.match(runtime)
    if python:
        platform = ("--platform", WHEEL[architecture], "--python-version", python["version"])
        argv = ("pip", "install", *platform, "--only-binary=:all:", "--target", "package", package)
        return Command(argv, "Fetch the wheel of the function's platform into the package folder")
    if runtime.startswith("nodejs"):
        cpu = f"--cpu={NPM_CPU[architecture]}"
        told = "Install the package's binaries for the function's platform"
        return Command(("npm", "install", "--os=linux", cpu, package), told)
    return None
