"""Wildcards of policies: which texts `*` and `?` stand for, and where they stop."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from lambda_triage.iam.truth import NO, YES, Truth, truth, unknown

ARN_PARTS = 6  # arn:partition:service:region:account:resource


class Wild(Struct, frozen=True):
    """A wildcard: one character, or any number of them."""

    many: bool


# A pattern is its characters, each a literal or a wildcard.
Glob = tuple[str | Wild, ...]
ONE, MANY = Wild(many=False), Wild(many=True)


def glob(text: str) -> Glob:
    """Read `*` and `?` in a text as wildcards."""
    return tuple(MANY if one == "*" else ONE if one == "?" else one for one in text)


def literal(text: str) -> Glob:
    """Take a text as it stands."""
    return tuple(text)


def folded(pattern: Glob) -> Glob:
    """Return the pattern for case-folded texts."""
    return tuple(
        low for one in pattern for low in ([one] if isinstance(one, Wild) else one.lower())
    )


def matches(pattern: Glob, text: Sequence[str]) -> bool:
    """Whether the whole text fits, in time of at most their product."""
    at = start = 0
    star: int | None = None
    position = 0
    while position < len(text):
        here = pattern[at] if at < len(pattern) else None
        if here == MANY:
            star, start, at = at, position, at + 1
        elif here == ONE or here == text[position]:
            at, position = at + 1, position + 1
        elif star is not None:
            start += 1
            at, position = star + 1, start
        else:
            return False
    return all(one == MANY for one in pattern[at:])


def matches_action(pattern: str, action: str) -> bool:
    """Actions do not know case."""
    return matches(glob(pattern.lower()), action.lower())


def matches_resource(pattern: Glob, resource: str) -> Truth:
    """Whether a `Resource` pattern covers an ARN; case counts.

    A `*` that ends a part of the ARN runs on over colons, one inside a part is not meant to (IAM
    guide, "Resource", 2026); where only the wider reading fits, AWS's answer is not known.
    """
    if not matches(pattern, resource):
        return NO
    parts, wanted = _parts(pattern), resource.split(":", ARN_PARTS - 1)
    if not any(_wild_inside(part) for part in parts[:-1]):
        return YES
    if len(parts) == len(wanted) and all(map(matches, parts, wanted)):
        return YES
    return unknown(f"whether a wildcard inside a part of an ARN reaches {resource[:200]}")


def matches_arn(pattern: Glob, arn: str) -> Truth:
    """Whether `ArnLike` holds: each of the six parts for itself, case counts."""
    wanted = arn.split(":", ARN_PARTS - 1)
    parts = _parts(pattern)
    if len(wanted) < ARN_PARTS:
        return NO
    if len(parts) < ARN_PARTS:
        # AWS's answer for shortened patterns such as `*` or `arn:aws:s3*` is not documented.
        return unknown("how AWS reads an ARN pattern of fewer than six parts")
    return truth(all(map(matches, parts, wanted)))


def _wild_inside(part: Glob) -> bool:
    return any(isinstance(one, Wild) for one in part[:-1]) or part[-1:] == (ONE,)


def _parts(pattern: Glob) -> list[Glob]:
    parts: list[list[str | Wild]] = [[]]
    for one in pattern:
        if one == ":" and len(parts) < ARN_PARTS:
            parts.append([])
        else:
            parts[-1].append(one)
    return [tuple(part) for part in parts]
