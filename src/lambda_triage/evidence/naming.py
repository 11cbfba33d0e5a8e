"""Keys of resources: an ARN, or `?:name` where only a name is known. When two mean the same."""

from __future__ import annotations

import re

UNNAMED = "?:unknown"  # a function whose name nothing tells
QUALIFIED = re.compile(r"^(arn:aws[\w-]*:lambda:[\w-]*:\d*:function:[^:]+)(?::[^:]+)?$")


def unqualified(arn: str) -> str:
    """A function ARN without its version or alias."""
    found = QUALIFIED.match(arn)
    return found[1] if found else arn


def key(reference: str) -> str:
    """The key of a reference to a function: an ARN without qualifier, or `?:name`."""
    if reference.startswith(("arn:", "?:")):
        return unqualified(reference)
    return f"?:{reference.rpartition('function:')[2].partition(':')[0] or reference}"


def name(key: str) -> str:
    """The last part of a key: `orders` of `?:orders` and of any ARN that ends in it."""
    return unqualified(key).rpartition(":")[2].rpartition("/")[2]


def same(one: str, other: str) -> bool:
    """Whether two keys may mean one resource: equal, or a bare name that the other ends in."""
    one, other = unqualified(one), unqualified(other)
    if one == other:
        return True
    return "?:" in (one[:2], other[:2]) and name(one) == name(other) != ""
