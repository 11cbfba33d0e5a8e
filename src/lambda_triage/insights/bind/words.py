"""The words of a query: a piece of its text so that two spellings of it are equal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.insights.tree import Span

if TYPE_CHECKING:
    from lambda_triage.insights.tree import Node

_QUOTED_OR_BLANK = re.compile(r"""("[^"]*"|'[^']*'|`[^`]*`)|\s+""")
_FUNCTION = re.compile(r"[A-Za-z_]\w*(?=\()")
_COMMAND = re.compile(r"[\s|]*([A-Za-z_]+)")


def normal(text: str) -> str:
    """Without the blanks outside of quotes, names of functions in lower case."""
    packed = _QUOTED_OR_BLANK.sub(lambda found: found.group(1) or "", text)
    return _FUNCTION.sub(lambda found: found.group().lower(), packed)


def of(node: Node, text: str) -> str:
    return normal(text[node.span.start : node.span.end])


def command(node: Node, text: str) -> tuple[str, Span]:
    """The word that begins a command, as written, and its place."""
    found = _COMMAND.match(text, node.span.start, node.span.end)
    if found is None:
        return text[node.span.start : node.span.end], node.span
    return found.group(1), Span(*found.span(1))
