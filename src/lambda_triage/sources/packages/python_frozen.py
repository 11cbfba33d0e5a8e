"""A Python source → what loading it makes and a snapshot keeps: values, connections, secrets."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lambda_triage.evidence.documents.code import Effect
from lambda_triage.sources.packages.python_calls import (
    CLOCKS,
    CONNECTIONS,
    SECRETS,
    VALUES,
    aliases,
    dotted,
    executed,
    full_name,
    functions,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMIT = 50  # kept of one source
LONGEST_NAME = 200


def python_frozen(tree: ast.Module) -> tuple[Effect, ...]:
    """What the module's own statements make, and the module's functions that these call."""
    known, own = aliases(tree), functions(tree)
    found: set[tuple[int, str, str]] = set()
    entered: set[str] = set()
    waiting: list[ast.AST] = list(tree.body)
    outside = True  # of every function
    while waiting:
        body, waiting = waiting, []
        for call in executed(body, whole):
            name = dotted(call.func)
            if name in own and name not in entered:
                entered.add(name)
                waiting += own[name].body
            elif kind := _kind(call, known, outside):
                told = full_name(call.func, known) or name or _method(call)
                found.add((call.lineno, told.lstrip(".")[:LONGEST_NAME], kind))
        outside = False
    return tuple(Effect(call=c, kind=k, line=n) for n, c, k in sorted(found)[:LIMIT])


def _kind(call: ast.Call, known: Mapping[str, str], outside: bool) -> str | None:
    name = full_name(call.func, known)
    if VALUES.match(name):
        return "value"
    if CLOCKS.match(name):
        return "value" if outside else None  # in a function it measures, as a rule
    if CONNECTIONS.match(name):
        return "connection"
    return "secret" if SECRETS.search(name or _method(call)) else None


def _method(call: ast.Call) -> str:
    """`.get_secret_value` of a call on anything."""
    return f".{call.func.attr}" if isinstance(call.func, ast.Attribute) else ""
