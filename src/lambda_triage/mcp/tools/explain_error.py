"""`explain_error`: an error line, a check or a cause, by the pages and rules of a diagnosis."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from lambda_triage.errors import UsageError
from lambda_triage.mcp.inputs import TEXT_LIMIT
from lambda_triage.mcp.told import Cause, causes
from lambda_triage.mcp.tool import Answer, Tool

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work

PAGE_LIMIT = 6_000  # characters of a page; the resource triage://checks/<id> has all of it


class ErrorText(Struct, frozen=True, forbid_unknown_fields=True):
    """What to explain."""

    error: Annotated[
        str,
        Meta(max_length=TEXT_LIMIT, description="Error lines, a check id, or a cause's name"),
    ]


class Explained(Struct, frozen=True, omit_defaults=True):
    """Known or not; causes follow for lines, the page for names."""

    known: bool
    next: str
    page: str | None = None
    report: str | None = None


def run(asked: ErrorText, work: Work) -> Answer:
    """Names are looked up, anything else is diagnosed as a log of its own."""
    from lambda_triage.checks.catalog import CATALOG
    from lambda_triage.facts.causes import causes as slugs
    from lambda_triage.pipeline.explain import explain

    subject = asked.error.strip()
    if not subject:
        raise UsageError("nothing to explain; give the error lines as they stand in the log")
    if subject in CATALOG or subject in slugs():
        page = explain(subject)[:PAGE_LIMIT]
        return Answer(Explained(known=True, next="diagnose proves it in evidence", page=page))
    return _lines(subject, work)


def _lines(text: str, work: Work) -> Answer:
    from lambda_triage.pipeline.diagnose import diagnose

    data = text.replace("\\n", "\n").encode("utf-8", "replace") + b"\n"
    report = diagnose(["-"], stdin=io.BytesIO(data))
    if not report.causes:
        next = "no check knows these lines; diagnose the whole log, what is around them may tell"
        return Answer(Explained(known=False, next=next))
    id = work.room.keep(report, live=False)
    next = "diagnose the log and configuration they come from, for proof and counter-evidence"
    return Answer(Explained(known=True, next=next, report=id), causes(report, shows=True))


EXPLAIN_ERROR = Tool(
    name="explain_error",
    title="Explain an error",
    description=(
        "What a Lambda error line or stack trace means, and its fix; also the page of a check"
        " (family/slug) or a cause. For a whole log use diagnose."
    ),
    takes=ErrorText,
    run=run,
    head=Explained,
    item=Cause,
)
