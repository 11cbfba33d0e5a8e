"""Which module or class the handler setting names, as the runtimes read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.evidence.function import FunctionConfiguration

# Handlers that the console and the quick starts write; the file is then the handler's own.
DEFAULT_MODULES = frozenset({"index", "lambda_function"})
TASK_ROOT = "/var/task/"
EXTENSION = re.compile(r"\.(?:[cm]?js|py|rb)$")


def handler_module(function: FunctionConfiguration | None) -> str | None:
    """`src/app` out of `src/app.handler`; a Java handler's class; None when not told."""
    if function is None or not function.handler:
        return None
    handler = function.handler.strip()
    if "::" in handler:
        return handler.split("::")[0]
    module, dot, _ = handler.rpartition(".")
    return module if dot else handler


def names_handler(
    captures: Mapping[str, str], function: FunctionConfiguration | None, key: str = "module"
) -> bool:
    """Whether the missing module in *captures* is the one the runtime was told to load.

    The runtime says so itself (`loading`, or a require stack that begins in the runtime: `by`),
    the configuration says so, or it is a handler file's default name.
    """
    missing = _plain(captures.get(key, ""))
    if not missing:
        return False
    loading = captures.get("loading")
    if loading:
        return _within(missing, _plain(loading))
    by = captures.get("by")
    if by:
        return by.startswith("/var/runtime/")
    wanted = handler_module(function)
    if wanted:
        return _within(missing, _plain(wanted))
    return missing in DEFAULT_MODULES


def _plain(module: str) -> str:
    text = module.removeprefix("file://").removeprefix(TASK_ROOT).removeprefix("./")
    return EXTENSION.sub("", text).replace("/", ".").strip(".")


def _within(missing: str, wanted: str) -> bool:
    """`src` is missing when `src.app` is wanted."""
    return wanted == missing or wanted.startswith(missing + ".")
