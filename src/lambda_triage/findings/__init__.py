"""Plain values that leave a check: findings, what could not be told, and remedies as data."""

from lambda_triage.findings.finding import Citation, Finding, Role, Severity, Unknown
from lambda_triage.findings.remedy import (
    Command,
    EditCode,
    FixPackage,
    GrantAction,
    Manual,
    Remedy,
    SetEnvironment,
    SetProperty,
)

__all__ = [
    "Citation",
    "Command",
    "EditCode",
    "Finding",
    "FixPackage",
    "GrantAction",
    "Manual",
    "Remedy",
    "Role",
    "SetEnvironment",
    "SetProperty",
    "Severity",
    "Unknown",
]
