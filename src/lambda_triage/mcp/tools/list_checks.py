"""`list_checks`: everything that is looked for, searched by words, family or cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from lambda_triage.mcp.tool import Answer, Tool

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work

Role = Literal["signature", "symptom", "risk", "context"]
Severity = Literal["critical", "high", "medium", "low"]


class Search(Struct, frozen=True, forbid_unknown_fields=True):
    """All that is given has to match."""

    words: Annotated[str, Meta(max_length=200, description="All in id, title or cause")] = ""
    family: str | None = None
    cause: str | None = None
    role: Role | None = None
    severity: Severity | None = None


class Found(Struct, frozen=True):
    """How many match, and the families there are."""

    matching: int
    families: str
    next: str


class Check(Struct, frozen=True, omit_defaults=True):
    """One check."""

    id: str
    title: str
    severity: str
    role: str
    cause: str | None = None


def run(asked: Search, work: Work) -> Answer:
    """Search the index; no check is imported."""
    from lambda_triage.checks.index import indexed

    words = asked.words.lower().split()
    found = []
    families: dict[str, None] = {}
    for check in indexed():
        family = check.id.partition("/")[0]
        families[family] = None
        text = f"{check.id} {check.title} {check.cause or ''}".lower()
        if (
            all(word in text for word in words)
            and asked.family in (None, family)
            and asked.cause in (None, check.cause)
            and asked.role in (None, check.role.value)
            and asked.severity in (None, check.severity.value)
        ):
            found.append(
                Check(check.id, check.title, check.severity.value, check.role.value, check.cause)
            )
    told = "explain_error, or the resource triage://checks/<id>, shows a check's page"
    return Answer(Found(len(found), " ".join(sorted(families)), told), tuple(found))


LIST_CHECKS = Tool(
    name="list_checks",
    title="List checks",
    description="Everything that is looked for; search by words, family, cause, role, severity.",
    takes=Search,
    run=run,
    head=Found,
    item=Check,
    heavy=False,
)
