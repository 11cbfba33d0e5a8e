"""A Python source → the names it defines and the modules it cannot be imported without."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

from lambda_triage.evidence.documents.code import SourceFile
from lambda_triage.sources.packages.python_frozen import python_frozen
from lambda_triage.sources.packages.python_replayed import python_replayed
from lambda_triage.sources.packages.python_waits import python_waits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

IMPORT_LIMIT = 500  # imports kept of one source
CATCHES = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
OPENS = frozenset({"globals", "exec", "setattr", "vars", "__getattr__"})  # names made at run time


def python_source(path: str, data: bytes, whole: bool) -> SourceFile:
    """What the text tells; nothing where it is cut, or newer than the Python that reads it."""
    tree = _parsed(data) if whole else None
    if tree is None:
        return SourceFile(path=path)
    names: set[str] = set()
    imports: list[tuple[str, int]] = []
    for statement, guarded in _statements(tree.body, False):
        names.update(_bound(statement))
        if not guarded:
            imports.extend(_imported(statement))
    open_ended = bool(OPENS & names) or "*" in names or any(b in data for b in _OPEN_CALLS)
    return SourceFile(
        path=path,
        names=None if open_ended else tuple(sorted(names)),
        imports=tuple(imports[:IMPORT_LIMIT]),
        waits=python_waits(tree),
        frozen=python_frozen(tree),
        replayed=python_replayed(tree),
    )


_OPEN_CALLS = tuple(f"{name}(".encode() for name in sorted(OPENS))


def _parsed(data: bytes) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None


def _statements(body: Sequence[ast.stmt], guarded: bool) -> Iterator[tuple[ast.stmt, bool]]:
    """Statements that run when the module is loaded; guarded where it may do without them."""
    waiting = [(statement, guarded) for statement in reversed(body)]
    while waiting:
        statement, guarded = waiting.pop()
        yield statement, guarded
        inner: list[tuple[ast.stmt, bool]] = []
        if isinstance(statement, ast.Try | ast.TryStar):
            soft = guarded or any(_catches(h) for h in statement.handlers)
            inner += [(s, soft) for s in statement.body]
            inner += [(s, True) for h in statement.handlers for s in h.body]
            inner += [(s, guarded) for s in (*statement.orelse, *statement.finalbody)]
        elif isinstance(statement, ast.If):
            inner += [(s, True) for s in (*statement.body, *statement.orelse)]
        elif isinstance(statement, ast.With | ast.For | ast.While):
            inner += [(s, guarded) for s in statement.body]
        waiting.extend(reversed(inner))


def _catches(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(k is None or (isinstance(k, ast.Name) and k.id in CATCHES) for k in kinds)


def _imported(statement: ast.stmt) -> Iterator[tuple[str, int]]:
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            yield alias.name, statement.lineno
    elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
        yield statement.module, statement.lineno


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Names that a statement gives the module."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        for alias in statement.names:
            yield (alias.asname or alias.name).split(".")[0]
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            yield from _targets(target)
    elif isinstance(statement, ast.AnnAssign | ast.AugAssign | ast.For):
        yield from _targets(statement.target)
    elif isinstance(statement, ast.With):
        for item in statement.items:
            if item.optional_vars is not None:
                yield from _targets(item.optional_vars)


def _targets(target: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple | ast.List):
        for part in target.elts:
            if isinstance(part, ast.Name):
                yield part.id
