"""`next_page`: the rest of an answer that did not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.errors import UsageError
from lambda_triage.mcp.tool import Answer, Tool

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work


class Cursor(Struct, frozen=True, forbid_unknown_fields=True):
    """What an answer gave as next_cursor."""

    cursor: str


def run(asked: Cursor, work: Work) -> Answer:
    """The server keeps the pages; nothing else can turn them."""
    raise UsageError("this cursor is unknown or expired; call the tool again")


NEXT_PAGE = Tool(
    name="next_page",
    title="Next page",
    description="The next page of any answer that ended with next_cursor.",
    takes=Cursor,
    run=run,
    heavy=False,
)
