"""The `*` patterns of parse, as RE2 patterns with one group for each star."""

from __future__ import annotations

_SPECIAL = frozenset("\\.+*?()|[]{}^$")


def regex(glob: str) -> str:
    """An inner star is the shortest text, lines included; one at the end goes to the end of line.

    >>> regex("user=*, id:*")
    'user=((?s:.*?)), id:([^\\\\n]*)'
    >>> regex("* end")
    '\\\\A((?s:.*?)) end'
    """
    pieces = [_literal(each) for each in glob.split("*")]
    start = r"\A" if len(pieces) > 1 and not pieces[0] else ""
    if len(pieces) > 1 and not pieces[-1]:
        return start + "((?s:.*?))".join(pieces[:-1]) + r"([^\n]*)"
    return start + "((?s:.*?))".join(pieces)


def _literal(text: str) -> str:
    return "".join(f"\\{each}" if each in _SPECIAL else each for each in text)
