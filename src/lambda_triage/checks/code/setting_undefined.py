"""Addresses built from a setting that was never made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, SetEnvironment, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        SetEnvironment("<name in the code>", None, "Set the variable the address is built from"),
        EditCode("Check at the start that every needed setting is there, and stop with its name"),
    )


SETTING_UNDEFINED = signature_check(
    id="code/setting-undefined",
    title="An address is built from a setting that does not exist",
    severity=Severity.HIGH,
    cause="env_var_missing",
    since="0.1",
    messages=(
        message(
            "host",
            "ENOTFOUND undefined",
            "ENOTFOUND null",
            "EAI_AGAIN undefined",
            "EAI_AGAIN null",
            "resolve 'None'",
            "host='None'",
            "//undefined",
            "//None/",
            "//null/",
            pattern=r"(?:ENOTFOUND|EAI_AGAIN) (?:undefined|null)\b"
            r"|(?:resolve \\?'|host=\\?')None\\?'|https?://(?:undefined|None|null)(?=[/:.\s\"'])",
            source="Node.js lib/dns.js; urllib3; how each language prints a missing value, 2026",
        ),
    ),
    summary="An address is built from a setting that does not exist: it reads undefined or None.",
    fix=_fix,
    weight=6.0,
)
