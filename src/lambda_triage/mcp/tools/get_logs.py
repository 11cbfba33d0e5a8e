"""`get_logs`: events by text or request id, oldest first, without a query language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from lambda_triage.errors import UsageError
from lambda_triage.mcp.inputs import MOST_PATHS, Access, Name
from lambda_triage.mcp.tool import Answer, Effects, Tool
from lambda_triage.mcp.tools.query_logs import Row, Rows, live, offline
from lambda_triage.mcp.work import refuse_live

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work

GROUP = "/aws/lambda/"
LIMIT = 50


class Wanted(Access, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which events."""

    paths: Annotated[tuple[Name, ...], Meta(max_length=MOST_PATHS)] = ()
    function: Annotated[Name, Meta(description="Instead of paths: live, its log group")] | None = (
        None
    )
    contains: Annotated[str, Meta(max_length=200, description="Text the event has")] = ""
    request_id: Annotated[str, Meta(max_length=100)] | None = None
    limit: Annotated[int, Meta(ge=1, le=1_000)] = LIMIT
    since: Annotated[Name, Meta(description="90m, 3h, 2d, 1w")] | None = None
    window: Annotated[Name, Meta(description="BEGIN/END in RFC 3339")] | None = None


def run(asked: Wanted, work: Work) -> Answer:
    """The events as a query gives them."""
    from lambda_triage.pipeline.query import Asked

    query = Asked(query_of(asked), asked.since, asked.window)
    if asked.function and asked.paths:
        raise UsageError("paths and function contradict each other; give one")
    if asked.function:
        refuse_live(work)
        return live(query, [group_of(asked.function)], asked)
    return offline(query, asked.paths, work)


def group_of(function: str) -> str:
    """The log group of a function by its name or ARN, unless a group is given itself."""
    if function.startswith("/"):
        return function
    name = function.partition(":function:")[2].partition(":")[0] or function
    return GROUP + name


def query_of(asked: Wanted) -> str:
    """The events wanted, as a query; texts stand in it as literals."""
    stages = ["fields @timestamp, @message"]
    texts = [text for text in (asked.contains, asked.request_id) if text]
    stages += [f"filter @message like /{_escaped(text)}/" for text in texts]
    stages += ["sort @timestamp asc", f"limit {asked.limit}"]
    return " | ".join(stages)


def _escaped(text: str) -> str:
    if not text.isprintable():
        raise UsageError("contains and request_id take one line of printable text; shorten it")
    return re.escape(text).replace("/", r"\/")


GET_LOGS = Tool(
    name="get_logs",
    title="Get log events",
    description=(
        "Log events of files or bundles, oldest first, by text or request id; or of a live function"
        " (needs --allow-sensitive-data-access). Redacted. To count or group use query_logs."
    ),
    takes=Wanted,
    run=run,
    head=Rows,
    item=Row,
    effects=Effects(open_world=True),
)
