"""Lambda extensions that do not start, or end while the function runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.findings import FixPackage, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# An extension also dies of what kills the environment (memory, time-out), which says so itself.
EXTENSION = 3.2


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    name = signal.captures.get("name") or "the extension"
    if signal.name == "start" or signal.captures.get("why"):
        told = "chmod 755 it, with LF line ends, in the layer's extensions/, for this architecture"
        return (FixPackage("chmod", name, told),)
    if signal.captures.get("many"):
        return (Manual("Remove layers until at most ten extensions are left", "which is a choice"),)
    told = (
        f"Read the lines of {name} just before: it names what it lacks; update or remove its layer"
    )
    return (Manual(told, "its settings are its own"),)


MESSAGES = (
    message(
        "reason",
        "FunctionError.ExtensionInitError",
        pattern=r"\b(?:FunctionError\.ExtensionInitError)\b",
        source="botocore lambda model, StateReasonCode, 2026",
    ),
    message(
        "type",
        "Extension.Crash",
        "Extension.InitError",
        "Extension.ExitError",
        "Extension.LaunchError",
        "TooManyExtensions",
        pattern=r"\bExtension\.(?:Crash|InitError|ExitError|LaunchError)\b"
        r"|\b(?P<many>TooManyExtensions)\b",
        source="AWS Lambda Runtime Interface Emulator, fatalerror.go; extensions API, 2025",
    ),
    message(
        "start",
        "/opt/extensions/",
        pattern=r"fork/exec /opt/extensions/(?P<name>[\w.-]{1,100}): "
        r"(?:permission denied|no such file or directory|exec format error)",
        source="Go os/exec PathError of the Lambda init process, 2025",
    ),
    message(
        "state",
        "State: LaunchError",
        "State: InitError",
        "State: ExitError",
        "State: Crashed",
        pattern=r"Name: (?P<name>\S{1,100})\s+State: (?:LaunchError|InitError|ExitError|Crashed)"
        r"(?:\s+Events: \S{1,40}\s+Error Type: (?P<why>PermissionDenied))?",
        source="EXTENSION platform line, AWS Lambda guide, extensions, 2025",
    ),
    message(
        "own-words",
        "DD_EXTENSION",
        "[NR_EXT]",
        "otelcol",
        pattern=r"(?P<name>DD_EXTENSION|NR_EXT|otelcol)\b[^\n]{0,40}(?i:error|fatal|panic)"
        r"[^\n]{0,300}\b[Ee]xiting\b",
        source="Datadog, New Relic and OpenTelemetry extensions, on a fatal start, 2025",
    ),
    message(
        "event",
        "platform.extension",
        pattern=r"\"platform\.extension\"[\s\S]{0,200}?\"name\": ?\"(?P<name>[^\"\n]{1,100})\""
        r"[\s\S]{0,200}?\"(?:errorType\": ?\"[^\"\s]+|state\": ?\"(?:\w+Error|Crashed))\"",
        source="Telemetry API, platform.extension, AWS Lambda guide, 2025",
    ),
)

EXTENSION_CRASH = told_once(
    signature_check(
        id="handler/extension-crash",
        title="An extension fails and takes the function with it",
        severity=Severity.CRITICAL,
        cause="extension_crash",
        since="0.1",
        messages=MESSAGES,
        summary="The extension {name} failed, and Lambda ended the environment with it",
        fix=_fix,
        weight=EXTENSION,
    ),
    "name",
)
