"""Responses that a browser keeps from its page, since CORS headers are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.asked_by_browser import refused_part
from lambda_triage.checks.revised import revised
from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Finding, Manual, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "REST proxy integration: return Access-Control-Allow-Origin from the function itself,"
            " on success and on errors"
        ),
        Manual(
            "HTTP API and function URL: set CORS in their configuration, and not in the function"
            " as well; REST API: add an OPTIONS method, and the headers to gateway responses 4XX"
            " and 5XX",
            "which kind of API stands in front is not in the evidence",
        ),
    )


def _revise(finding: Finding, text: str, _: FunctionConfiguration | None) -> Finding:
    part = refused_part(text)
    return replace(finding, summary=f"The browser blocks the response: {part}") if part else finding


CORS_BLOCKED = revised(
    signature_check(
        id="data/cors-blocked",
        title="A browser blocks the response for want of CORS headers",
        severity=Severity.MEDIUM,
        cause="cors_missing",
        since="0.1",
        messages=(
            message(
                "chrome",
                "blocked by CORS policy",
                "header is present on the requested resource",
                "doesn't pass access control check",
                "header contains multiple values",
                pattern=r"blocked by CORS policy"
                r"|Access-Control-Allow-\w+'? header is present on the requested"
                r"|doesn't pass access control check|Allow-Origin' header contains multiple values",
                source="Chromium third_party/blink, CORS error strings, 2026",
            ),
            message(
                "firefox",
                "Cross-Origin Request Blocked",
                "CORS header ",
                pattern=r"Cross-Origin Request Blocked"
                r"|CORS header .Access-Control-[\w-]{1,40}. missing",
                source="Firefox console messages, MDN 'CORS errors', 2026",
            ),
            message(
                "safari",
                "is not allowed by Access-Control-Allow-",
                "due to access control checks",
                pattern=r"is not allowed by Access-Control-Allow-|due to access control checks",
                source="WebKit CrossOriginAccessControl.cpp, 2025",
            ),
        ),
        summary="The browser blocks the response: it lacks the CORS headers",
        fix=_fix,
        symptom="request",
    ),
    _revise,
)
