"""A Python source → what its durable functions do outside of steps, and so again at each replay."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lambda_triage.evidence.documents.code import Effect
from lambda_triage.sources.packages.python_calls import (
    CLIENT,
    CLOCKS,
    SERVICES,
    VALUES,
    aliases,
    dotted,
    executed,
    full_name,
    functions,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LIMIT = 50  # kept of one source
SDK = "aws_durable_execution_sdk_python"
# aws-durable-execution-sdk-python 3.0, 2026: bodies of these run again at each replay.
REPLAYED = ("durable_execution", "durable_with_child_context")
CHECKPOINTED = ("durable_step", "durable_wait_for_callback", "durable_parallel_branch")
STEPS = frozenset({"step", "wait_for_callback", "wait_for_condition"})
# Methods of loggers: what is printed decides nothing.
TOLD = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log", "print"})
# Methods of AWS clients that send nothing.
LOCAL = frozenset({
    "Table", "Bucket", "Object", "Queue", "Topic", "can_paginate", "generate_presigned_post",
    "generate_presigned_url", "get_paginator", "get_waiter",
})  # fmt: skip
Functions = ast.FunctionDef | ast.AsyncFunctionDef


def python_replayed(tree: ast.Module) -> tuple[Effect, ...]:
    """Clocks, random values and calls of services outside of steps, in the order of lines."""
    known, own = aliases(tree), functions(tree)
    waiting: list[ast.AST] = [statement for f in _durable(tree, known, own) for statement in f.body]
    if not waiting:
        return ()
    clients = _clients(tree, known)
    found: set[tuple[int, str, str]] = set()
    entered: set[str] = set()
    while waiting:
        body, waiting = waiting, []
        for call in executed(body, _outside_of_steps):
            name = dotted(call.func)
            if name in own and name not in entered and not _marked(own[name], known, ALL):
                entered.add(name)
                waiting += own[name].body
            elif effect := _effect(call, known, clients):
                found.add((call.lineno, *effect))
    return tuple(Effect(call=c, kind=k, line=n) for n, c, k in sorted(found)[:LIMIT])


ALL = (*REPLAYED, *CHECKPOINTED)


def _durable(
    tree: ast.Module, known: Mapping[str, str], own: Mapping[str, Functions]
) -> Iterator[Functions]:
    """Functions that are replayed: decorated, or wrapped by `handler = durable_execution(f)`."""
    for function in own.values():
        if _marked(function, known, REPLAYED):
            yield function
    for statement in tree.body:
        call = statement.value if isinstance(statement, ast.Assign) else None
        if isinstance(call, ast.Call) and _is(call.func, known, REPLAYED[:1]):
            names = [a.id for a in call.args[:1] if isinstance(a, ast.Name)]
            yield from (own[name] for name in names if name in own)


def _marked(function: Functions, known: Mapping[str, str], marks: tuple[str, ...]) -> bool:
    given = (d.func if isinstance(d, ast.Call) else d for d in function.decorator_list)
    return any(_is(each, known, marks) for each in given)


def _is(each: ast.expr, known: Mapping[str, str], marks: tuple[str, ...]) -> bool:
    name = full_name(each, known)
    return name.startswith(f"{SDK}.") and name.rpartition(".")[2] in marks


def _outside_of_steps(call: ast.Call) -> Iterable[ast.AST]:
    """Parts of a call that a replay runs again and rests on: of a step, its name."""
    last = dotted(call.func).rpartition(".")[2] or getattr(call.func, "attr", "")
    if last in TOLD:
        return ()
    if last in STEPS and isinstance(call.func, ast.Attribute):
        return [word.value for word in call.keywords if word.arg == "name"]
    return whole(call)


def _effect(
    call: ast.Call, known: Mapping[str, str], clients: Mapping[str, str]
) -> tuple[str, str] | None:
    name = full_name(call.func, known)
    if VALUES.match(name) or CLOCKS.match(name):
        return name, "value"
    if SERVICES.match(name):
        return name, "service"
    first, _, method = dotted(call.func).rpartition(".")
    if first in clients and method not in LOCAL:
        return f"{clients[first]}.{method}"[:200], "service"
    return None


def _clients(tree: ast.Module, known: Mapping[str, str]) -> dict[str, str]:
    """Names of variables that hold AWS clients and tables, with their services."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        call, service = node.value, None
        if CLIENT.match(full_name(call.func, known)):
            first = call.args[0] if call.args else None
            is_told = isinstance(first, ast.Constant) and isinstance(first.value, str)
            service = str(first.value) if is_told and isinstance(first, ast.Constant) else "client"
        elif isinstance(call.func, ast.Attribute) and call.func.attr in LOCAL:
            made = dotted(call.func).rpartition(".")[0]
            service = found.get(made) or _made_by(call.func.value, known)
        if service:
            found |= {t.id: service for t in node.targets if isinstance(t, ast.Name)}
    return found


def _made_by(value: ast.expr, known: Mapping[str, str]) -> str | None:
    """The service of `boto3.resource("dynamodb")` in `boto3.resource("dynamodb").Table(name)`."""
    if not isinstance(value, ast.Call) or not CLIENT.match(full_name(value.func, known)):
        return None
    first = value.args[0] if value.args else None
    return str(first.value) if isinstance(first, ast.Constant) else "client"
