"""Whether entries are a code package or an archive of evidence, told by what stands in them.

Code, when at the top there is a source or class file, a `bootstrap`, `node_modules/`, a
`*.dist-info/`, a jar's `META-INF/`, an assembly's `*.deps.json`, `lib/*.jar`, or the layout of a
layer (`python/`, `nodejs/node_modules/`, `java/lib/`, `ruby/`). An archive whose code stands one
folder deeper, or that has none, is a package only when it is named so (`package.orders.zip`): a
copy of a repository looks the same, and may hold logs.

A package may hold evidence, too, as a folder does that somebody zipped as a whole. What is neither
code nor in a folder of code is read as before, so that no log is lost by being beside a handler.

A folder is a package where `sam build` made it (`.aws-sam/build/Orders`) or where it is named so
(`package.orders`); any other folder of sources may be a project with its logs.
"""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAMED = re.compile(r"(?:^|[/!\\])(?:\d+-)?package\.(?P<function>[^/!\\]{1,140}?)(?:\.\w{2,4})?$")
SOURCE = (".py", ".js", ".mjs", ".cjs", ".rb", ".class")
CODE = (*SOURCE, ".so", ".node", ".pyc", ".jar", ".dll", ".ts", ".h", ".pyi")
LAYER = re.compile(
    r"^(?:python/(?:lib/python3\.\d+/site-packages/)?[\w./-]+\.(?:py|so)$|python/[^/]+\.dist-info/"
    r"|nodejs/(?:node\d+/)?node_modules/|java/lib/[^/]+\.jar$|ruby/(?:gems|lib)/)"
)
TOP = re.compile(
    r"^(?:bootstrap$|node_modules/|[^/]+\.dist-info/|META-INF/|lib/[^/]+\.jar$|[^/]+\.deps\.json$)"
)
EVIDENCE = re.compile(r"(?i)\.(?:log|txt|gz|zst|csv|ndjson|jsonl|json|ya?ml|tf|zip|tar|tgz)$")
OWN = re.compile(  # files of a package's tools, which tell nothing about what happened
    r"(?i)^(?:bootstrap|package(?:-lock)?\.json|tsconfig[\w.-]*\.json|requirements[\w.-]*\.txt"
    r"|licen[cs]e.*|copying.*|notice.*|readme.*|authors.*|makefile|dockerfile|gemfile.*|procfile"
    r"|.*\.(?:deps|runtimeconfig)\.json|top_level\.txt|yarn\.lock)$"
)
FEW = 10_000  # names of a folder that are looked at
FOLDERS = re.compile(  # of dependencies
    r"^(?:node_modules|python|nodejs|java|ruby|dotnetcore|lib|bin|META-INF|vendor|[^/]+\.libs"
    r"|[^/]+\.(?:dist|egg)-info|[^/]+\.data|__pycache__)$"
)


def told_name(file: str) -> str | None:
    """The function that a package's file name tells: `orders` of `package.orders.zip`."""
    found = NAMED.search(file)
    return found["function"] if found else None


def is_package(paths: Iterable[str], file: str = "") -> bool:
    """Whether entries of these names are code."""
    known = tuple(paths)
    return any(_marks(path) for path in known) or bool(known and told_name(file))


def is_built(folder: Path) -> bool:
    """Whether a folder is a package: by its place or its name, and by what stands in it."""
    parents = folder.resolve().parts[-3:-1]
    if parents != (".aws-sam", "build") and told_name(str(folder)) is None:
        return False
    try:
        with os.scandir(folder) as found:
            entries = [(e.name, e.is_dir()) for e, _ in zip(found, range(FEW), strict=False)]
    except OSError:
        return False
    layers = {"python", "nodejs", "java", "ruby", "com", "org", "lib"}
    return is_package(f"{name}/" if inner else name for name, inner in entries) or any(
        inner and name in layers for name, inner in entries
    )


def _marks(path: str) -> bool:
    if "/" not in path and path.endswith(SOURCE):
        return True
    return bool(TOP.match(path) or LAYER.match(path))


def evidence_beside(paths: Iterable[str]) -> frozenset[str]:
    """Entries of a package that may be logs or answers: outside of every folder with code."""
    known = tuple(paths)
    folders = {path.split("/")[0] for path in known if "/" in path and path.endswith(CODE)}
    return frozenset(
        path
        for path in known
        if EVIDENCE.search(PurePosixPath(path).name)
        and not OWN.match(PurePosixPath(path).name)
        and not path.endswith(CODE)
        and ("/" not in path or _is_free(path.split("/")[0], folders))
    )


def _is_free(folder: str, code: set[str]) -> bool:
    return folder not in code and not FOLDERS.match(folder)
