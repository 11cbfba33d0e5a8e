"""A Python source → how long its HTTP and AWS clients wait, where the code says it in numbers.

Sources: botocore's configprovider.py and Config (60 s to connect and to read; three attempts, and
five in the legacy mode, which was the default before 1.44 of November 2026), requests, httpx,
urllib3 and aiohttp, 2026. Where the code sets no mode, three count: every release makes as many.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lambda_triage.evidence.documents.code import Wait
from lambda_triage.sources.packages.python_calls import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WAIT_LIMIT = 50  # kept of one source
DEFAULT_S = 60.0
LEGACY, STANDARD = 5, 3  # attempts
MODULES = frozenset({"requests", "httpx", "urllib", "urllib3", "aiohttp"})
BARE = frozenset({"urlopen", "ClientTimeout", "PoolManager"})  # names that are imported from them
KEYWORDS = ("timeout", "total")


def python_waits(tree: ast.Module) -> tuple[Wait, ...]:
    """Every call that sets a client's time-out to a number, in the order of lines."""
    constants = {
        target.id: number
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name) and (number := _number(statement.value, {})) is not None
    }
    found = sorted(_waits(tree, constants), key=lambda wait: wait.line)
    return tuple(found[:WAIT_LIMIT])


def _waits(tree: ast.Module, constants: Mapping[str, float]) -> Iterator[Wait]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        given = {word.arg: word.value for word in node.keywords if word.arg}
        called = dotted(node.func)
        last = called.rpartition(".")[2]
        if last == "Config" and given.keys() & {"connect_timeout", "read_timeout"}:
            yield _sdk(given, constants, node.lineno)
        elif called.partition(".")[0] in MODULES or called in BARE:
            told = next((given[word] for word in KEYWORDS if word in given), None)
            seconds = _longest(told, constants) if told is not None else None
            if seconds is not None:
                yield Wait(call=called, seconds=seconds, attempts=1, line=node.lineno)


def _sdk(given: Mapping[str, ast.expr], constants: Mapping[str, float], line: int) -> Wait:
    """A hanging call takes the longer of the two waits, once for each attempt."""
    waits = [
        _number(given[name], constants) if name in given else DEFAULT_S
        for name in ("connect_timeout", "read_timeout")
    ]
    known = [wait for wait in waits if wait is not None]  # what cannot be read counts for nothing
    attempts = _attempts(given.get("retries"), constants)
    return Wait(call="Config", seconds=max(known, default=0.0), attempts=attempts, line=line)


def _attempts(retries: ast.expr | None, constants: Mapping[str, float]) -> int:
    if not isinstance(retries, ast.Dict):
        return STANDARD if retries is None else 1
    told = {
        key.value: value
        for key, value in zip(retries.keys, retries.values, strict=True)
        if isinstance(key, ast.Constant)
    }
    if "total_max_attempts" in told:
        return int(_number(told["total_max_attempts"], constants) or 1)
    if "max_attempts" in told:
        return 1 + int(_number(told["max_attempts"], constants) or 0)
    mode = told.get("mode")
    return LEGACY if isinstance(mode, ast.Constant) and mode.value == "legacy" else STANDARD


def _longest(value: ast.expr, constants: Mapping[str, float]) -> float | None:
    """A number, or the longer of `(connect, read)`."""
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    known = [number for part in parts if (number := _number(part, constants)) is not None]
    return max(known) if len(known) == len(parts) and known else None


def _number(value: ast.expr, constants: Mapping[str, float]) -> float | None:
    if isinstance(value, ast.Name):
        return constants.get(value.id)
    plain = value.value if isinstance(value, ast.Constant) else None
    is_number = isinstance(plain, int | float) and not isinstance(plain, bool)
    return float(plain) if is_number and 0 <= plain < 1e6 else None  # type: ignore[arg-type, operator]
