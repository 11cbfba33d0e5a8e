"""Where the reading of a query has come to, and how it stops there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.insights import lexer
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.lexer import Kind, Token
from lambda_triage.insights.tree import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

MOST_NESTED = 100  # parentheses, calls, signs and subqueries within one another


class Cursor:
    """The current token of a query.

    token     the one to be read next
    previous  the one read last
    """

    __slots__ = ("_ahead", "_nested", "previous", "text", "token")

    def __init__(self, text: str) -> None:
        self.text = text
        self.token = lexer.token(text, 0)
        self.previous = Token(Kind.END, "", 0, 0, "")
        self._ahead: Token | None = None
        self._nested = 0

    def advance(self) -> Token:
        """Step over the current token and give it."""
        passed = self.token
        self.token = self._ahead or lexer.token(self.text, passed.end)
        self.previous, self._ahead = passed, None
        return passed

    def peek(self) -> Token:
        """The token behind the current one."""
        if self._ahead is None:
            self._ahead = lexer.token(self.text, self.token.end)
        return self._ahead

    def at(self, *keys: str) -> bool:
        """Whether the current token is one of these signs or bare words."""
        return self.token.key in keys

    def take(self, *keys: str) -> bool:
        """Step over the current token if it is one of these."""
        if self.token.key in keys:
            self.advance()
            return True
        return False

    def at_text(self) -> bool:
        """Whether the current token is a quoted text."""
        return self.token.kind is Kind.TEXT

    def at_end(self) -> bool:
        """Whether a command ends here."""
        return self.token.kind is Kind.END or self.at("|", ")")

    def regex(self) -> re.Match[str]:
        """Step over the regex that begins at the current slash."""
        found = lexer.regex(self.text, self.token.start)
        self._jump(found)
        return found

    def raw(self) -> str:
        """Step over everything up to a blank, bracket, comma or `|`; may be empty."""
        found = lexer.raw(self.text, self.token.start)
        if found:
            self._jump(found)
        return found[0] if found else ""

    def _jump(self, found: re.Match[str]) -> None:
        self.previous = Token(Kind.TEXT, found[0], found.start(), found.end(), "")
        self.token, self._ahead = lexer.token(self.text, found.end()), None

    def since(self, start: int) -> Span:
        """From a place to the end of what was read last."""
        return Span(start, self.previous.end)

    def after(self) -> str:
        """Where something is missing: ` after` what was read last."""
        if self.previous.key == ",":
            return " after the comma"
        return f" after {lexer.shown(self.previous.text)}" if self.previous.text else ""

    def deeper(self) -> None:
        """One more thing within another; `shallower` behind it."""
        self._nested += 1
        if self._nested > MOST_NESTED:
            raise self.error(
                f"this is nested more than {MOST_NESTED} deep;"
                " compute a part of it before, with fields … as name"
            )

    def shallower(self) -> None:
        self._nested -= 1

    def error(
        self,
        reason: str,
        span: Span | None = None,
        *,
        expected: Iterable[str] = (),
        nearest: str | None = None,
    ) -> QueryError:
        """What is wrong at a place, by default the current token."""
        where = self.token.span if span is None else span
        return QueryError(reason, self.text, where, expected=expected, nearest=nearest)
