"""Modules of Python's standard library: which there are, and which newer versions dropped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from msgspec import Struct

# Modules that many others import, so that a file of the same name breaks them. Names that few
# import (test, code, site, this, cmd, …) are left out: shadowing them hurts nobody.
# Source: The Python Standard Library, module index of 3.14; as of 2026-11-21.
COMMON = frozenset({
    "abc", "argparse", "array", "ast", "asyncio", "base64", "bisect", "calendar", "codecs",
    "collections", "concurrent", "configparser", "contextlib", "copy", "copyreg", "csv", "ctypes",
    "dataclasses", "datetime", "decimal", "dis", "email", "enum", "errno", "fractions", "functools",
    "glob", "gzip", "hashlib", "heapq", "hmac", "html", "http", "importlib", "inspect", "io",
    "ipaddress", "itertools", "json", "keyword", "linecache", "locale", "logging", "math",
    "mimetypes", "multiprocessing", "numbers", "operator", "os", "pathlib", "pickle", "pkgutil",
    "platform", "queue", "random", "re", "reprlib", "sched", "secrets", "select", "selectors",
    "shlex", "shutil", "signal", "socket", "ssl", "stat", "statistics", "string", "struct",
    "subprocess", "sys", "tempfile", "textwrap", "threading", "time", "token", "tokenize",
    "traceback", "types", "typing", "unicodedata", "urllib", "uuid", "warnings", "weakref", "xml",
    "zipfile", "zlib", "zoneinfo",
})  # fmt: skip
# Loaded by the interpreter before the package is on the path: its own copy is never imported.
BUILT_IN = frozenset({"abc", "codecs", "errno", "io", "itertools", "os", "stat", "sys", "time"})


class Removed(Struct, frozen=True):
    """One module, the first Python without it, and what takes its place."""

    module: str
    version: tuple[int, int]
    replacement: str | None


@cache
def removed_modules() -> dict[str, Removed]:
    """Every module that a Python since 3.8 no longer has, by its name."""
    table = files("lambda_triage.facts").joinpath("removed_standard_modules.tsv")
    rows = [
        line.split("\t")
        for line in table.read_text(encoding="utf-8").splitlines()
        if not line.startswith(("#", "module\t"))
    ]
    return {
        name: Removed(name, _version(since), None if instead == "-" else instead)
        for name, since, instead in rows
    }


def _version(text: str) -> tuple[int, int]:
    major, minor = text.split(".")
    return int(major), int(minor)
