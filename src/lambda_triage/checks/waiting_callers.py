"""Who waits for a function's answer, where the evidence tells it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.documents import Integration, Url
from lambda_triage.evidence.naming import same

if TYPE_CHECKING:
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

WAITING = re.compile(r"\b(?:api|apigateway|http|rest|url|alb|elb|cognito|appsync)\b", re.IGNORECASE)


def waiting_caller(scene: Scene, function: FunctionConfiguration) -> str | None:
    """A caller who waits, as a phrase; None where none is known."""
    if any(same(url.resource, function.resource) for url in scene.case.documents(Url)):
        return "the caller of its function URL"
    arn = f"{function.resource}/"
    if any(arn in f"{i.uri or ''}/" for i in scene.case.documents(Integration)):
        return "the caller of its API"
    if function.trigger and WAITING.search(function.trigger):
        return f"its caller ({function.trigger})"
    return None
