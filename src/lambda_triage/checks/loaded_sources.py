"""Sources of a package that are loaded with the handler: its own, and what they import in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.handler_module import handler_module

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.code_packages import Deployed
    from lambda_triage.evidence.documents.code import SourceFile


def loaded(deployed: Deployed) -> tuple[SourceFile, ...]:
    """Python sources that loading the handler loads, as far as absolute imports tell it.

    An import of a package counts for the modules in it: `from shop import prices` names no more.
    """
    handler = handler_module(deployed.function)
    if handler is None:
        return ()
    by_module = {_module(s.path): s for s in deployed.package.sources if s.path.endswith(".py")}
    waiting = [handler.replace("/", ".")]
    found: dict[str, SourceFile] = {}
    while waiting:
        name = waiting.pop()
        for module in _named(name, by_module):
            if module not in found:
                found[module] = by_module[module]
                waiting += [imported for imported, _ in by_module[module].imports]
    return tuple(found[module] for module in sorted(found))


def _named(name: str, known: dict[str, SourceFile]) -> Iterator[str]:
    for module in known:
        if module == name or module.rpartition(".")[0] == name or name.startswith(f"{module}."):
            yield module


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
