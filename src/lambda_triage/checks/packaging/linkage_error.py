"""Classes and assemblies that are there in a version other than the one compiled against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import DECISIVE, HINT, message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Finding, FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    what = signal.captures.get("what", "the named class")
    told = "Keep one version of the library that owns it: mvn dependency:tree, dotnet list package"
    return (FixPackage("pin", what, told),)


MESSAGES = (
    message(
        "java",
        "NoSuchMethodError",
        "NoSuchFieldError",
        "AbstractMethodError",
        "IncompatibleClassChangeError",
        "IllegalAccessError",
        "java.lang.VerifyError",
        pattern=r"\b(?:NoSuchMethodError|NoSuchFieldError|AbstractMethodError"
        r"|IncompatibleClassChangeError|IllegalAccessError|VerifyError)\b"
        r"(?:[\s\S]{0,400}?(?<=Error): \\?['\"]?(?P<what>[^\n\"'\\]{1,200}))?",
        source="JVM specification, section 5.4, LinkageError, 2025",
    ),
    message(
        "initialiser",
        "Could not initialize class ",
        pattern=r"(?P<initialiser>Could not initialize class) (?P<what>[\w.$/]{1,200})",
        source="JVM specification, section 5.5; OpenJDK, 2025",
    ),
    message(
        "loader",
        "loader constraint violation",
        pattern=r"loader constraint violation[^\n]{0,200}",
        source="OpenJDK linkResolver.cpp, 2025",
    ),
    message(
        "manifest",
        "manifest definition does not match",
        pattern=r"Could not load file or assembly \\?['\"](?P<what>[^,'\"\n\\]{1,200})"
        r"[^\n]{0,400}manifest definition does not match",
        source=".NET runtime, FileLoadException, 2025",
    ),
    message(
        "member",
        "MissingMethodException",
        "MissingFieldException",
        "Could not load type ",
        pattern=r"(?:(?:Method|Field) not found: \\?['\"]|Could not load type \\?')"
        r"(?P<what>[^'\"\n\\]{1,200})",
        source=".NET runtime, MissingMethodException and TypeLoadException, 2025",
    ),
)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    """A class that failed to initialise is what follows; the first error in its place tells why."""
    return HINT if finding.fact("initialiser") else DECISIVE


LINKAGE_ERROR = told_once(
    weighed(
        signature_check(
            id="packaging/linkage-error",
            title="A class or assembly of another version is loaded",
            severity=Severity.CRITICAL,
            cause="dependency_conflict",
            since="0.1",
            messages=MESSAGES,
            summary="{what} is loaded in a version that does not fit the code compiled against it",
            fix=_fix,
        ),
        _weight,
    ),
    "what",
)
