"""Comparison, membership and search (choices 1 and 3)."""

from __future__ import annotations

import operator
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from lambda_triage.insights.plan import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.insights.reference.values import Value

_OPERATORS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COUNTED = {Kind.NUMBER, Kind.DOUBLE, Kind.TIME}


def compare(sign: str, left: Value, right: Value) -> bool | None:
    if left.missing or right.missing:
        return None
    test = _OPERATORS[sign]
    if left.number is not None and right.number is not None:
        return bool(test(left.number, right.number))
    if Kind.JSON in (left.kind, right.kind):
        return False
    if _COUNTED & {left.kind, right.kind}:
        return sign == "!="
    return bool(test(left.text, right.text))


def either(truths: Iterable[bool | None]) -> bool | None:
    found = list(truths)
    if True in found:
        return True
    return None if None in found else False


def both(truths: Iterable[bool | None]) -> bool | None:
    found = list(truths)
    if False in found:
        return False
    return None if None in found else True


def among(value: Value, choices: Iterable[Value]) -> bool | None:
    if value.missing:
        return None
    return either(compare("=", value, each) for each in choices)


@lru_cache(maxsize=1000)
def re2(pattern: str) -> re.Pattern[str]:
    r"""A pattern of RE2 for Python: `$` and `\z` are the very end, classes are ASCII."""
    pieces = re.findall(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", pattern, re.DOTALL)
    ends = {"$": r"\Z", r"\z": r"\Z"} if "(?m" not in pattern else {r"\z": r"\Z"}
    return re.compile("".join(ends.get(each, each) for each in pieces), re.ASCII)


def replace_all(text: str, pattern: str, replacement: str) -> str | None:
    r"""Each match, as RE2 goes on: an empty match does not touch the one before; `\1` is a group."""
    regex = re2(pattern)
    parts = re.findall(r"\\[0-9]|\\.?|[^\\]+", replacement, re.DOTALL)
    groups = [int(each[1]) for each in parts if re.fullmatch(r"\\[0-9]", each)]
    wrong = [each for each in parts if each[0] == "\\" and not re.fullmatch(r"\\[0-9\\]", each)]
    if wrong or max(groups, default=0) > regex.groups:
        return None
    made, at, last = "", 0, -1
    while at <= len(text):
        found = regex.search(text, at)
        if found is None:
            break
        if found.start() == found.end() == last:
            made += text[at : at + 1]
            at += 1
            continue
        made += text[at : found.start()]
        for each in parts:
            numbered = each[0] == "\\" and each[1:] != "\\"
            made += (found.group(int(each[1])) or "") if numbered else each.replace("\\\\", "\\")
        last = found.end()
        if found.start() == found.end():
            made += text[last : last + 1]
        at = last + (found.start() == found.end())
    return made + text[at:]
