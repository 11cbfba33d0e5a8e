"""Packages and images that could not be built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.checks.wrapped import line
from lambda_triage.findings import Command, EditCode, Finding, FixPackage, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    if signal.name == "docker":
        return (Manual("Start Docker, or build without a container", "the build host's state"),)
    if signal.name == "pip" and signal.captures.get("package"):
        package = signal.captures["package"]
        runtime = (function.runtime if function else None) or "the function's Python version"
        told = f"Choose a version of {package} that exists for {runtime} and its platform"
        return (FixPackage("pin", package, told),)
    if signal.name == "compiler":
        return (EditCode("Repair what the compiler or bundler names, then build again"),)
    return (
        Command(
            ("sam", "build", "--use-container"),
            "Build in the image of the runtime, with its language version and compilers",
        ),
    )


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return STRONG if finding.fact("general") else DECISIVE


BUILD_FAILED = weighed(
    signature_check(
        id="resources/build-failed",
        title="The package could not be built",
        severity=Severity.HIGH,
        cause="build_failed",
        since="0.1",
        messages=(
            message(
                "pip",
                "Could not find a version that satisfies the requirement",
                "No matching distribution found for",
                "Failed building wheel for",
                "ResolutionImpossible",
                "ing to resolve dependencies {",
                "ed to resolve dependencies {",
                "subprocess-exited-with-error",
                "metadata-generation-failed",
                pattern=r"(?:Could not find a version that satisfies the requirement"
                r"|No matching distribution found for"
                r"|Failed building wheel for) (?P<package>[A-Za-z0-9][\w.-]{0,100})"
                r"|ResolutionImpossible|[Ff]ail(?:ed|ing) to resolve dependencies \{"
                r"|error: (?:subprocess-exited-with-error|metadata-generation-failed)",
                source="pip resolution and wheel errors, 2025",
            ),
            message(
                "sam",
                "Build Failed",
                "PipBuilder:",
                "NpmBuilder:",
                "UvBuilder:",
                "EsbuildBuilder:",
                "GoModulesBuilder:",
                "BundlerBuilder:",
                "JavaGradleWorkflow:",
                "JavaMavenWorkflow:",
                "MakeBuilder:",
                "CliPackageBuilder:",
                "CargoLambdaBuilder:",
                "Binary validation failed for",
                "Cannot find esbuild",
                pattern=line(r"\W{0,4}Build Failed\b")
                + r"|(?:(?:Pip|Uv|Npm|Esbuild|Bundler|Make|CliPackage"
                r"|GoModules|CargoLambda)Builder|Java(?:Gradle|Maven)Workflow):\w{1,60} - "
                r"|Binary validation failed for|Cannot find esbuild",
                source="aws-lambda-builders workflows; aws-sam-cli, 2025",
            ),
            message(
                "docker",
                "error during connect: ",
                "Cannot connect to the Docker daemon",
                "requires Docker. Have you got it installed",
                "Docker is unreachable. Docker needs to be running",
                "spawnSync docker ENOENT",
                "You have reached your pull rate limit",
                pattern=r"error during connect: |Cannot connect to the Docker daemon"
                r"|requires Docker\. Have you got it|Docker is unreachable\. Docker needs"
                r"|spawnSync docker ENOENT|reached your pull rate limit",
                source="Docker client; aws-sam-cli; aws-cdk bundling, 2025",
            ),
            message(
                "npm",
                "npm ERR! ",
                "npm error ",
                pattern=r"(?P<general>npm (?:ERR!|error)) (?:code|errno|missing|peer|network"
                r"|[Cc]ould)",
                source="npm lib/cli error output, 2025",
            ),
            message(
                "compiler",
                "Module not found: Error: Can't resolve",
                "error TS",
                "Build failed with an exception",
                "Failed to execute goal",
                "could not compile `",
                "BUILD FAILURE",
                "error CS",
                "error NU1",
                "error: command '",
                "no required module provides package",
                "go: cannot find main module",
                '[ERROR] Could not resolve "',
                "ERR_PNPM_",
                pattern=r"Module not found: Error: Can't resolve"
                r"|error TS\d{4}:|Build failed with an exception|Failed to execute goal"
                r"|error: could not compile `|\[INFO\] BUILD FAILURE"
                r"|error (?:CS\d{4}|NU1\d{3}): |error: command '[^'\n]{1,200}' failed"
                r"|no required module provides package|go: cannot find main module"
                r"|\[ERROR\] Could not resolve \"|^\s*ERR_PNPM_[A-Z]",
                source="webpack, esbuild, TypeScript, Gradle, Maven, cargo,"
                " MSBuild and NuGet, setuptools, go, pnpm, 2025",
            ),
        ),
        summary="The package could not be built",
        fix=_fix,
        symptom="deployment",
    ),
    _weight,
)
