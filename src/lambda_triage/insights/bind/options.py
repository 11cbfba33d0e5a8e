"""Options of a command, `name=word`, as truths, numbers and choices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.insights.error import QueryError, nearest

if TYPE_CHECKING:
    from lambda_triage.insights.bind.rows import Rows
    from lambda_triage.insights.tree import RowCommand

_LAGS = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


class Options:
    """The words of a command, by name; a name that it does not know is an error."""

    def __init__(self, node: RowCommand, rows: Rows, *known: str) -> None:
        self._node = node
        self._text = rows.text
        self._words = dict(node.options)
        for name in self._words:
            if name not in known:
                reason = f"{node.command} has no option {name}"
                raise QueryError(
                    reason, rows.text, node.span, expected=known, nearest=nearest(name, known)
                )

    def word(self, name: str, default: str) -> str:
        return self._words.get(name, default)

    def truth(self, name: str, *, default: bool) -> bool:
        word = self._words.get(name, str(default)).lower()
        if word not in ("true", "false"):
            raise self._wrong(name, ("true", "false"))
        return word == "true"

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """One of the choices; the first one where the query is silent."""
        word = self._words.get(name, choices[0]).lower()
        if word not in choices:
            raise self._wrong(name, choices)
        return word

    def positive(self, name: str, default: float) -> float:
        word = self._words.get(name, str(default))
        if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", word) or float(word) == 0:
            raise self._wrong(name, ("a number above 0",))
        return float(word)

    def lags(self, name: str, most: int) -> tuple[int, int]:
        """`2` or `1-4`."""
        found = _LAGS.fullmatch(self._words.get(name, "1").replace(" ", ""))
        if found is None:
            raise self._wrong(name, ("1", "1-4"))
        first = int(found.group(1))
        last = int(found.group(2) or first)
        if not 1 <= first <= last <= most:
            raise self._wrong(name, (f"lags from 1 to {most}",))
        return first, last

    def _wrong(self, name: str, expected: tuple[str, ...]) -> QueryError:
        reason = f"{name} of {self._node.command} cannot be {self._words.get(name, '')[:40]}"
        return QueryError(reason, self._text, self._node.span, expected=expected)
