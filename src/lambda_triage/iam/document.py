"""Policy documents: their JSON → values, or the place where they break the grammar."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.errors import PolicyError

Effect = Literal["Allow", "Deny"]

# The longest policy AWS takes is a KMS key policy of 32 KiB (KMS guide, "Quotas", 2026); indented
# and URL-encoded it grows several times.
TEXT_LIMIT = 1 << 20  # characters
VALUES_LIMIT = 10_000  # of one element
_POLICY = ("Version", "Id", "Statement")
_STATEMENT = (
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
)
_PRINCIPALS = ("AWS", "Service", "Federated", "CanonicalUser")


class Selection(Struct, frozen=True):
    """The patterns of `Action` or `Resource`; inverted: of `NotAction` or `NotResource`."""

    patterns: tuple[str, ...]
    inverted: bool = False


class Principals(Struct, frozen=True):
    """(type, name) pairs of `Principal`; `"*"` is ("AWS", "*"); inverted: of `NotPrincipal`."""

    named: tuple[tuple[str, str], ...]
    inverted: bool = False


class Condition(Struct, frozen=True):
    """One operator on one context key; the values are alternatives."""

    operator: str
    key: str
    values: tuple[str, ...]


class Statement(Struct, frozen=True):
    """One statement; principals and resources are None where the policy has no such element."""

    index: int
    effect: Effect
    actions: Selection
    resources: Selection | None = None
    principals: Principals | None = None
    conditions: tuple[Condition, ...] = ()
    sid: str | None = None
    variables: bool = True


class Policy(Struct, frozen=True):
    """One policy; its name is what a decision cites."""

    statements: tuple[Statement, ...]
    name: str = ""

    def named(self, name: str) -> Policy:
        """Return the same policy under another name."""
        return replace(self, name=name)


def parse(document: str | Mapping[str, object], *, name: str = "") -> Policy:
    """Read a policy from JSON text (URL-encoded, too, as IAM returns it) or from its tree.

    Raises PolicyError with the path of the offending element.
    """
    tree = _tree(document) if isinstance(document, str) else document
    _only(tree, _POLICY, "policy")
    version = tree.get("Version", "2008-10-17")  # IAM's own default; it has no policy variables
    if version not in ("2012-10-17", "2008-10-17"):
        raise _error("Version", "is neither 2012-10-17 nor 2008-10-17")
    written = tree.get("Statement")
    statements = written if isinstance(written, list) else [written]
    if len(statements) > VALUES_LIMIT:
        raise _error("Statement", f"holds more than {VALUES_LIMIT} statements")
    variables = version == "2012-10-17"
    return Policy(tuple(_statement(one, i, variables) for i, one in enumerate(statements)), name)


def _tree(text: str) -> Mapping[str, object]:
    if len(text) > TEXT_LIMIT:
        raise _error("policy", f"is longer than {TEXT_LIMIT} characters")
    text = text.strip("\ufeff \t\r\n")
    if text[:3].upper() == "%7B":
        text = unquote(text)
    try:
        tree = json.loads(text, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise _error("policy", f"is not JSON ({type(error).__name__})") from error
    if not isinstance(tree, dict):
        raise _error("policy", "is not a JSON object")
    return tree


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a repeated element: the last would silently hide the others."""
    tree = dict(pairs)
    if len(tree) < len(pairs):
        raise _error("policy", "names an element twice")
    return tree


def _statement(written: object, index: int, variables: bool) -> Statement:
    path = f"Statement[{index}]"
    if not isinstance(written, Mapping):
        raise _error(path, "is not a JSON object")
    _only(written, _STATEMENT, path)
    effect, sid = written.get("Effect"), written.get("Sid")
    if effect not in ("Allow", "Deny"):
        raise _error(f"{path}.Effect", "is neither Allow nor Deny")
    actions = _selection(written, "Action", path)
    if actions is None:
        raise _error(path, "has neither Action nor NotAction")
    if wrong := next((one for one in actions.patterns if one != "*" and ":" not in one), None):
        raise _error(f"{path}.Action", f"holds {wrong[:80]!r}, which is not service:action")
    return Statement(
        index=index,
        effect="Allow" if effect == "Allow" else "Deny",
        actions=actions,
        resources=_selection(written, "Resource", path),
        principals=_principals(written, path),
        conditions=_conditions(written.get("Condition"), f"{path}.Condition"),
        sid=sid if isinstance(sid, str) and sid else None,
        variables=variables,
    )


def _either(written: Mapping[str, object], element: str, path: str) -> tuple[object, bool] | None:
    if element in written and f"Not{element}" in written:
        raise _error(path, f"has both {element} and Not{element}")
    if element in written:
        return written[element], False
    return (written[f"Not{element}"], True) if f"Not{element}" in written else None


def _selection(written: Mapping[str, object], element: str, path: str) -> Selection | None:
    found = _either(written, element, path)
    return found and Selection(_texts(found[0], f"{path}.{element}"), found[1])


def _principals(written: Mapping[str, object], path: str) -> Principals | None:
    found = _either(written, "Principal", path)
    if found is None:
        return None
    value, inverted = found
    if value == "*":
        return Principals((("AWS", "*"),), inverted)
    if not isinstance(value, Mapping) or not value:
        raise _error(f"{path}.Principal", 'is neither "*" nor an object')
    _only(value, _PRINCIPALS, f"{path}.Principal")
    named = tuple(
        (kind, name)
        for kind, names in value.items()
        for name in _texts(names, f"{path}.Principal.{kind}")
    )
    return Principals(named, inverted)


def _conditions(written: object, path: str) -> tuple[Condition, ...]:
    if written is None:
        return ()
    if not isinstance(written, Mapping):
        raise _error(path, "is not a JSON object")
    conditions: list[Condition] = []
    for operator, keys in written.items():
        if not isinstance(keys, Mapping):
            raise _error(f"{path}.{operator}", "is not a JSON object")
        conditions.extend(
            Condition(str(operator), str(key), _values(values, f"{path}.{operator}.{key}"))
            for key, values in keys.items()
        )
    return tuple(conditions)


def _values(written: object, path: str) -> tuple[str, ...]:
    """Condition values may be JSON numbers and booleans; an empty list matches nothing."""
    listed = written if isinstance(written, list) else [written]
    if len(listed) > VALUES_LIMIT:
        raise _error(path, f"holds more than {VALUES_LIMIT} values")
    if any(not isinstance(one, str | int | float) for one in listed):
        raise _error(path, "is neither a text, a number, a boolean nor a list of these")
    return tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in listed)


def _texts(written: object, path: str) -> tuple[str, ...]:
    listed = written if isinstance(written, list) else [written]
    if not listed or any(not isinstance(one, str) or not one for one in listed):
        raise _error(path, "is neither a text nor a list of texts")
    if len(listed) > VALUES_LIMIT:
        raise _error(path, f"holds more than {VALUES_LIMIT} values")
    return tuple(listed)


def _only(written: Mapping[str, object], known: tuple[str, ...], path: str) -> None:
    """An element that is not understood might be a restriction, so it is never passed over."""
    for element in written:
        if element not in known:
            raise _error(path, f"has an unknown element {str(element)[:80]!r}")


def _error(path: str, reason: str) -> PolicyError:
    return PolicyError(f"{path} {reason}: correct the policy, or export it again")
