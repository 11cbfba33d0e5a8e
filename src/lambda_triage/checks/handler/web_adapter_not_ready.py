"""Web adapters that wait for an application on the wrong port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, SetEnvironment, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    port = (function.setting("AWS_LWA_PORT") or function.setting("PORT")) if function else None
    told = f"It is {port} now: s" if port else "S"
    return (
        SetEnvironment(
            "AWS_LWA_PORT", None, f"{told}et it to the application's port (default 8080)"
        ),
        EditCode("Let the application listen on 0.0.0.0 there, and answer the readiness path"),
    )


WEB_ADAPTER_NOT_READY = signature_check(
    id="handler/web-adapter-not-ready",
    title="The web adapter finds no application",
    severity=Severity.HIGH,
    cause="web_adapter_misconfigured",
    since="0.1",
    messages=(
        message(
            "waiting",
            "app is not ready after",
            pattern=r"app is not ready after \d{3,6} ?ms url=(?P<url>[^\s\"\\]{1,120})",
            source="awslabs/aws-lambda-web-adapter, src/readiness.rs, 2025",
        ),
    ),
    summary="The Lambda Web Adapter waits for the application at {url} and finds nothing.",
    fix=_fix,
    weight=8.0,  # the init time-out that follows is told as surely
)
