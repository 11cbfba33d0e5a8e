"""`limits`: the limits that functions and their neighbours meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from lambda_triage.errors import UsageError
from lambda_triage.mcp.tool import Answer, Tool

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work


class Search(Struct, frozen=True, forbid_unknown_fields=True):
    """All that is given has to match."""

    words: Annotated[str, Meta(max_length=200, description="All in name or meaning")] = ""
    service: Annotated[str, Meta(description="lambda, sqs, apigateway, states …")] | None = None


class Found(Struct, frozen=True):
    """Of which day the list is."""

    as_of: str
    next: str


class Limit(Struct, frozen=True):
    """One documented limit; not the account's own value."""

    name: str
    value: int
    unit: str
    adjustable: bool
    applies: str
    source: str


def run(asked: Search, work: Work) -> Answer:
    """Search the dated list."""
    from lambda_triage.facts.limits import AS_OF, limits

    services = sorted({one.service for one in limits()})
    if asked.service is not None and asked.service not in services:
        raise UsageError(f"no limits of {asked.service[:40]!r}; there are {', '.join(services)}")
    words = asked.words.lower().split()
    found = tuple(
        Limit(one.name, one.value, one.unit, one.adjustable, one.applies, one.source)
        for one in limits()
        if asked.service in (None, one.service)
        and all(word in f"{one.name} {one.service} {one.applies}".lower() for word in words)
    )
    told = "an account's own values: aws lambda get-account-settings, aws service-quotas"
    return Answer(Found(AS_OF, told), found)


LIMITS = Tool(
    name="limits",
    title="Limits",
    description=(
        "Documented limits of Lambda, SQS, API Gateway, EventBridge, Step Functions and more:"
        " value, unit, scope, whether adjustable, source."
    ),
    takes=Search,
    run=run,
    head=Found,
    item=Limit,
    heavy=False,
)
