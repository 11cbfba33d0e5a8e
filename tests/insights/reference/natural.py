"""Natural order (choice 7), as a function that compares two values."""

from __future__ import annotations

import re
from functools import cmp_to_key
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.insights.reference.values import Value


def ascending(left: Value, right: Value) -> int:
    """Negative, 0 or positive: missing, then texts chunk by chunk, then numbers."""
    for a, b in (
        (_group(left), _group(right)),
        (left.number, right.number),
    ):
        if a is not None and b is not None and a != b:
            return -1 if a < b else 1
    if left.missing:
        return 0
    first, second = str(left.text), str(right.text)
    if left.number is None:
        runs = _runs(first, second)
        if runs:
            return runs
    return (first > second) - (first < second)


def _group(value: Value) -> int:
    if value.missing:
        return 0
    return 1 if value.number is None else 2


def _runs(left: str, right: str) -> int:
    lefts, rights = (re.findall(r"[0-9]+|[^0-9]+", each) for each in (left, right))
    for a, b in zip(lefts, rights, strict=False):
        if a == b:
            continue
        if a[0] in "0123456789" and b[0] in "0123456789":
            return -1 if (len(a), a) < (len(b), b) else 1
        # a run of digits counts as beginning with 0
        a, b = (f"0{each}" if each[0] in "0123456789" else each for each in (a, b))
        return -1 if a < b else 1
    return len(lefts) - len(rights)


key = cmp_to_key(ascending)
