"""Code that uses parts of the standard library which the configured runtime does not have."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# Globals and functions by the Node.js version that brought them (nodejs.org API "Added in").
NODE_NAMES = (
    r"fetch|Headers|FormData|Response|structuredClone|AbortController|crypto|Blob|BroadcastChannel"
)
NODE_FUNCTIONS = (
    r"Object\.fromEntries|Object\.groupBy|Promise\.allSettled|Promise\.any|Array\.fromAsync"
    r"|Promise\.withResolvers|structuredClone|[\w.$]{0,60}\.(?:replaceAll|flatMap|toSorted"
    r"|toReversed|findLast)|util\.promisify"
)


def _own_code(signal: Signal, _: FunctionConfiguration | None) -> bool:
    module = signal.captures.get("module")
    return module is not None and module.split(".")[0] not in sys.stdlib_module_names


def _fix(_: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    runtime = (function.runtime if function else None) or "the configured runtime"
    told = f"Move to a runtime that has it, or use versions of the code made for {runtime}"
    return (EditCode(told),)


NEWER_STANDARD_LIBRARY = signature_check(
    id="packaging/newer-standard-library",
    title="The runtime's standard library lacks what the code uses",
    severity=Severity.HIGH,
    cause="runtime_mismatch",
    since="0.1",
    messages=(
        message(
            "node-name",
            " is not defined",
            pattern=rf"ReferenceError: (?P<name>{NODE_NAMES}) is not defined",
            source="Node.js API documentation, Global objects, 2025",
        ),
        message(
            "node-function",
            " is not a function",
            pattern=rf"(?P<name>{NODE_FUNCTIONS}) is not a function",
            source="Node.js API documentation; V8 release notes, 2025",
        ),
        message(
            "node-module",
            "Cannot find module 'node:",
            "No such built-in module: node:",
            pattern=r"(?:Cannot find module \\?'|No such built-in module: )(?P<name>node:[\w/]+)",
            source="Node.js 14.18 and 16.0 changelog: the node: scheme in require, 2021",
        ),
        message(
            "python-name",
            "cannot import name ",
            pattern=r"cannot import name \\?'?(?P<name>\w+)\\?'? from \\?'?(?P<module>[\w.]+)",
            source="What's New in Python 3.7 to 3.13",
        ),
        message(
            "python-types",
            "'type' object is not subscriptable",
            "unsupported operand type(s) for |",
            pattern=r"(?P<name>'type' object is not subscriptable"
            r"|unsupported operand type\(s\) for \|: '(?:type|_?\w*GenericAlias|NoneType)')",
            source="PEP 585 (Python 3.9) and PEP 604 (Python 3.10)",
        ),
    ),
    summary="The runtime's version does not have {name}",
    fix=_fix,
    unless=_own_code,
)
