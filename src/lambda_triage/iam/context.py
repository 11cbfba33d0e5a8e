"""Context keys of a request, and the policy variables they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.iam.pattern import glob, literal
from lambda_triage.iam.request import derived

if TYPE_CHECKING:
    from lambda_triage.iam.pattern import Glob
    from lambda_triage.iam.request import Request

# `${key}`, `${key, 'default'}`, and the escapes `${*}`, `${?}`, `${$}`.
_VARIABLE = re.compile(r"\$\{\s*([^{},']{1,256}?)\s*(?:,\s*'([^'{}]{0,256})'\s*)?\}")
_ESCAPES = ("*", "?", "$")


class Context(Struct, frozen=True):
    """Values by key in lower case; an absent key has none; any other key is absent if complete."""

    values: dict[str, tuple[str, ...]]
    complete: bool

    def get(self, key: str) -> tuple[str, ...] | None:
        """Values of the key, none where it is absent; None where that is not known."""
        return self.values.get(key.lower(), () if self.complete else None)


def context(request: Request) -> Context:
    """Collect what is known: what was told wins over what can be derived."""
    values: dict[str, tuple[str, ...]] = {}
    for key, value in derived(request).items():
        values[key] = () if value is None else (value,)
    for key in request.absent:
        values[key.lower()] = ()
    for key, told in request.context.items():
        values[key.lower()] = (told,) if isinstance(told, str) else tuple(told)
    return Context(values, request.context_complete)


def resolve(text: str, known: Context, *, wild: bool, variables: bool) -> Glob | str | None:
    """Replace policy variables; *wild* tells whether `*` and `?` of the text are wildcards.

    None where a variable's key is absent, which no text matches; a text (the reason) where it is
    not known. Policies of version 2008-10-17 have no variables.
    """
    read = glob if wild else literal
    if not variables or "${" not in text:
        return read(text)
    pattern: Glob = ()
    at = 0
    for found in _VARIABLE.finditer(text):
        value = _value(found[1], found[2], known)
        if value is None or value[1]:
            return value and value[0]
        pattern += read(text[at : found.start()]) + literal(value[0])
        at = found.end()
    if "${" in text[at:]:
        return f"how AWS reads the policy variable in {text[:100]!r}"
    return pattern + read(text[at:])


def _value(key: str, default: str | None, known: Context) -> tuple[str, bool] | None:
    """Value and False, or reason and True; None if the key is absent."""
    if key in _ESCAPES:
        return key, False
    values = known.get(key)
    if values is None:
        return f"context key {key}", True
    if not values:
        return None if default is None else (default, False)
    if len(values) > 1:
        return f"how AWS puts the {len(values)} values of {key} into a pattern", True
    if any(one in values[0] for one in "*?$"):
        return f"how AWS reads the value of {key}, which holds a wildcard", True
    return values[0], False
