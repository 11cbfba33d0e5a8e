"""Filter policies of SNS subscriptions: which messages reach the subscriber."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from lambda_triage.errors import PatternError
from lambda_triage.patterns.dialect import SNS_ATTRIBUTES, SNS_BODY
from lambda_triage.patterns.evaluate import decide
from lambda_triage.patterns.parse import OR, document, parse_pattern
from lambda_triage.patterns.values import number, read, show
from lambda_triage.patterns.verdict import failed, passed

if TYPE_CHECKING:
    from lambda_triage.patterns.tree import Group
    from lambda_triage.patterns.values import Json
    from lambda_triage.patterns.verdict import Match

Scope: TypeAlias = Literal["MessageAttributes", "MessageBody"]

# SNS guide, 'Filter policy constraints' (2026).
KEYS = 5  # fields at the top of a policy
COMBINATIONS = 150  # the product of the numbers of values, each times its depth


def match_filter_policy(
    policy: Json, message: Json, attributes: Json, scope: Scope = "MessageAttributes"
) -> Match:
    """Whether the message passes; without a policy every message does.

    policy      the policy, also as JSON text; None or {}: there is none
    message     the body: JSON text, or the object in it (scope MessageBody)
    attributes  {name: {"Type": "String", "Value": "x"}}, also DataType and StringValue
    Raises PatternError where SNS would not take the policy.
    """
    tree = parse_filter_policy(policy, scope)
    if tree is None:
        return passed("there is no filter policy")
    event = _attributes(attributes) if scope == "MessageAttributes" else _body(message)
    if event is None:
        return failed("$", None, message, f"the body is {show(message)}, and no JSON object")
    if not event:
        # Guide, 'Key matching': without any attribute not even `exists: false` is met.
        what = "attribute to filter on" if scope == "MessageAttributes" else "field in the body"
        return failed("$", None, None, f"there is no {what}, and then no policy is met")
    return decide(tree, event)


def parse_filter_policy(policy: Json, scope: Scope = "MessageAttributes") -> Group | None:
    """The policy as a tree, None where there is none; PatternError where SNS would not take it."""
    dialect = SNS_ATTRIBUTES if scope == "MessageAttributes" else SNS_BODY
    value = {} if policy is None else document(policy, dialect)
    if not value:
        return None
    if len(value) > KEYS:
        raise PatternError("$", f"it has {len(value)} keys, and SNS takes {KEYS}")
    tree = parse_pattern(value, dialect)
    if (many := _combinations(value, 1, 1)) > COMBINATIONS:
        raise PatternError(
            "$", f"its values make {many} combinations, and SNS takes {COMBINATIONS}"
        )
    return tree


def _combinations(policy: Mapping[str, Json], depth: int, found: int) -> int:
    """How many combinations there are, times those found before; alternatives add up."""
    for name, value in policy.items():
        if isinstance(value, Mapping):
            found = _combinations(value, depth + 1, found)
        elif isinstance(value, list | tuple):
            branches = [item for item in value if isinstance(item, Mapping)] if name == OR else []
            sums = sum(_combinations(item, depth, found) for item in branches)
            found = sums if name == OR else found * len(value) * depth
        # Alternatives of alternatives grow without end; beyond the limit only that matters.
        found = min(found, COMBINATIONS * 1000)
    return found


def _body(message: Json) -> Mapping[str, Json] | None:
    try:
        value = read(message) if isinstance(message, str) else message
    except ValueError:
        return None
    return value if isinstance(value, Mapping) else None


def _attributes(attributes: Json) -> dict[str, Json]:
    """The values that SNS compares, by name; Binary ones it ignores."""
    found: dict[str, Json] = {}
    if isinstance(attributes, Mapping):
        for name, told in attributes.items():
            if isinstance(told, Mapping):
                kind = told.get("Type", told.get("DataType"))
                value = told.get("Value", told.get("StringValue"))
                reader = READERS.get(kind) if isinstance(kind, str) else None
                if reader and isinstance(value, str | int | float):
                    found[name] = reader(value)
    return found


def _text(value: str | float) -> Json:
    return value if isinstance(value, str) else show(value)


def _number(value: str | float) -> Json:
    """The number in the text; a text that is none stays one, and meets no number."""
    try:
        told = read(value) if isinstance(value, str) else value
    except ValueError:
        return value
    return value if number(told) is None else told


def _array(value: str | float) -> Json:
    """The elements; a text that is no array has none, and meets nothing."""
    try:
        told = read(value) if isinstance(value, str) else None
    except ValueError:
        return []
    return told if isinstance(told, list) else []


READERS = {"String": _text, "Number": _number, "String.Array": _array}
