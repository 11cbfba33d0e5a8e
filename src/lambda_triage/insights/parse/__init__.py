"""The text of a query as a tree: `parse(text) -> Query`, or QueryError with place and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights.error import QueryError
from lambda_triage.insights.lexer import Kind
from lambda_triage.insights.parse import hints
from lambda_triage.insights.parse.cursor import Cursor
from lambda_triage.insights.parse.height import check_height
from lambda_triage.insights.parse.queries import query
from lambda_triage.insights.tree import Span

if TYPE_CHECKING:
    from lambda_triage.insights.tree import Query

__all__ = ["MOST_CHARACTERS", "parse"]

MOST_CHARACTERS = 100_000  # of a query; the service itself takes 10,000


def parse(text: str) -> Query:
    """The tree of a query; raises QueryError. Time and depth are bounded for any text."""
    if len(text) > MOST_CHARACTERS:
        reason = f"the query has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read"
        raise QueryError(reason, text, Span(MOST_CHARACTERS, MOST_CHARACTERS))
    cursor = Cursor(text)
    found = query(cursor)
    if cursor.token.kind is not Kind.END:
        raise hints.unexpected(cursor, ("|",))
    check_height(found)
    return found
