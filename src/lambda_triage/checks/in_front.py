"""What stands in front of a function, and how long that waits for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.evidence.documents import Api, Integration, TargetGroup, Url

if TYPE_CHECKING:
    from lambda_triage.evidence.case import Case

# What each type waits for its function unless it is set (API Gateway quotas, 2026; Elastic Load
# Balancing guide, idle time-out, 2026).
WAITS_MS = {"REST": 29_000, "HTTP": 30_000, "WEBSOCKET": 29_000, "ALB": 60_000}
TRIGGERS = (("function url", "URL"), ("load balancer", "ALB"), ("alb", "ALB"),
            ("websocket", "WEBSOCKET"), ("http api", "HTTP"), ("rest api", "REST"))  # fmt: skip
TOLD = "SELECT DISTINCT api FROM requests WHERE api IS NOT NULL ORDER BY api"


def api_type(case: Case, trigger: str | None = None) -> str | None:
    """REST, HTTP, WEBSOCKET, URL or ALB, as AWS, the log's keys or the trigger say; else None."""
    told = {str(a.protocol) for a in case.documents(Api) if a.protocol}
    if len(told) == 1:
        return next(iter(told))
    forms = [str(form) for (form,) in case.execute(TOLD)]
    if len(forms) == 1:
        return forms[0]
    named = next((api for word, api in TRIGGERS if word in (trigger or "").lower()), None)
    if named or told or forms:
        return named
    if case.documents(Url):
        return "URL"
    return "ALB" if any(t.type == "lambda" for t in case.documents(TargetGroup)) else None


def limit_ms(case: Case, api: str | None) -> int | None:
    """How long the API waits: as its integrations say where they agree, else by its type."""
    told = {i.timeout_ms for i in case.documents(Integration) if i.timeout_ms}
    return next(iter(told)) if len(told) == 1 else WAITS_MS.get(api or "")
