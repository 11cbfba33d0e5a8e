"""Classes and assemblies that the code needs and the package does not contain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.handler_module import names_handler
from lambda_triage.checks.signature import DECISIVE, STRONG, message, signature_check
from lambda_triage.checks.weighed import weighed
from lambda_triage.findings import Finding, FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _handler_itself(signal: Signal, function: FunctionConfiguration | None) -> bool:
    if "handler" in signal.captures:
        return True  # handler/handler-not-found explains it
    return names_handler(signal.captures, function, key="class")


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    missing = signal.captures.get("class", "the missing class")
    if signal.name == "assembly":
        told = "Publish with its dependencies: dotnet lambda package, or dotnet publish"
    else:
        told = "Build one jar with all dependencies (shadow or shade plugin), or put jars in lib/"
    return (FixPackage("add", missing, told),)


def _weight(finding: Finding, _: FunctionConfiguration | None) -> float:
    return STRONG if finding.fact("named_by") == "ClassNotFoundException" else DECISIVE


MESSAGES = (
    message(
        "definition",
        "NoClassDefFoundError: ",
        pattern=r"NoClassDefFoundError: (?!Could not initialize)(?P<class>[^\s\"\\:(]{1,200})",
        source="JVM specification, section 5.3; OpenJDK ClassLoader, 2025",
    ),
    message(
        "definition-first",
        "NoClassDefFoundError",
        pattern=r"Error loading (?:class|method) [^\n:]{1,200}: (?P<class>[\w/$.]{1,200}):"
        r" (?:class )?java\.lang\.NoClassDefFoundError",
        source="aws-lambda-java-runtime-interface-client EventHandlerLoader, 2025",
    ),
    message(
        "class",
        "ClassNotFoundException",
        pattern=r"Class not found: (?P<handler>[\w.$]{1,200})"
        r"|(?P<named_by>ClassNotFoundException): (?P<class>(?!com\.intellij)[\w.$/]*\w)",
        source="OpenJDK URLClassLoader, ServiceLoader, JDBC DriverManager, 2025",
    ),
    message(
        "assembly",
        "Could not load file or assembly",
        pattern=r"Could not load file or assembly \\?['\"](?P<class>[^,'\"\n\\]{1,200})"
        r"(?![^\n]{0,300}manifest definition)"
        r"[^\n]{0,300}(?:cannot find the file|could not find|No such file)",
        source=".NET runtime, FileNotFoundException of the assembly binder, 2025",
    ),
)

CLASS_MISSING = weighed(
    signature_check(
        id="packaging/class-missing",
        title="A class or assembly is not in the package",
        severity=Severity.CRITICAL,
        cause="import_module_missing",
        since="0.1",
        messages=MESSAGES,
        summary="{class} is not on the class path of the package",
        fix=_fix,
        unless=_handler_itself,
    ),
    _weight,
)
