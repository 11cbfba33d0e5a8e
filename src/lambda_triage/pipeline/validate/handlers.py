"""Whether the code that a template names is there, and has the handler that it names."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.facts.runtimes import as_of, lifecycles
from lambda_triage.pipeline.validate.looked_at import Content, content, resolved
from lambda_triage.pipeline.validate.rules import RULES
from lambda_triage.reports.validation import Level

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lambda_triage.pipeline.validate.code import Code

# Files that a module of the handler may be (awslambdaric bootstrap.py, UserFunction.js, 2025), and
# TypeScript, which becomes one of them.
ENDINGS = {
    "python": (".py", "/__init__.py", ".pyc", "/__init__.pyc"),
    "nodejs": (".js", ".mjs", ".cjs", "", "/index.js", ".ts", ".mts", ".cts", ".tsx", ".jsx"),
    "ruby": (".rb", ".so"),
}
NATIVE = r"(?:\.[\w-]+)?\.so"  # a Python module that was compiled
INLINE = "index"  # the file that Lambda makes of inline code
PREVIEWS = frozenset({"nodejs26.x", "python3.15"})  # without dates yet (runtimes.tsv)
BUILT = re.compile(
    r"(?:^|/)(?:dist|build|target|out|bin|publish|\.[a-z][\w-]*|cdk\.out)(?:/|$)"
    r"|\.(?:zip|jar|war)$"
)
VERSION = re.compile(r"(?P<language>[a-z]+)(?P<version>\d+(?:\.\d+)?)(?P<rest>.*)")


class Said(Struct, frozen=True):
    """One problem, at a path of the template's tree."""

    rule: str
    at: tuple[str, ...]
    id: str
    message: str
    level: Level
    fix: str | None = None


def look(code: Code, base: Path) -> Iterator[Said]:
    """What is wrong with the code of one function or layer; *base* is the template's folder."""
    if code.file:
        if (path := _there(code, base)) is not None and content(path) is None:
            told = f"{code.path}, which {code.id} includes, does not exist"
            yield _said("template/file-missing", code.at, code.id, told)
        return
    yield from _runtime(code)
    if code.absent:
        yield _absent(code, base)
    path = _there(code, base)
    found = content(path) if path is not None else None
    if path is not None and found is None:
        yield _missing(code)
    elif code.handler.value and not code.image:
        yield from _handler(code, found)
    if not code.handler.given and not code.image and _managed(code):
        told = f"{code.id} has no Handler, which a function of {code.runtime.value} needs"
        yield _said("template/handler-absent", code.handler.at, code.id, told)


def _there(code: Code, base: Path) -> Path | None:
    return resolved(base, code.path) if code.path is not None else None


def _managed(code: Code) -> bool:
    runtime = code.runtime.value or ""
    return runtime in lifecycles() and not runtime.startswith("provided")


def _said(
    rule: str,
    at: tuple[str, ...],
    id: str,
    message: str,
    *,
    fix: str | None = None,
    level: Level | None = None,
) -> Said:
    return Said(rule, at, id, message, level or RULES[rule].level, fix)


def _absent(code: Code, base: Path) -> Said:
    """SAM's build takes the template's own folder where nothing else is told."""
    whole = code.at[-1] == "CodeUri"
    candidates = _candidates(code)
    here = whole and candidates is not None and Content(base).first(candidates) is not None
    told = f"Nothing tells where the code of {code.id} is"
    if here:
        told += ": `sam build` packs the template's whole folder, and CloudFormation refuses it"
    level = Level.WARNING if here else None
    fix = f"Set {code.at[-1]} to the folder of the code"
    return _said("template/code-missing", code.at, code.id, told, fix=fix, level=level)


def _missing(code: Code) -> Said:
    path = code.path or ""
    if BUILT.search(path):
        told = f"{path}, the code of {code.id}, does not exist: it has to be built first"
        return _said("template/code-missing", code.at, code.id, told, level=Level.WARNING)
    told = f"The code of {code.id} does not exist: there is no {path} beside the template"
    fix = f"Correct {code.at[-1]}, which is relative to the template's folder"
    return _said("template/code-missing", code.at, code.id, told, fix=fix)


def _language(code: Code) -> str | None:
    runtime = code.runtime.value or ""
    return next((name for name in ENDINGS if runtime.startswith(name)), None)


def _module(code: Code) -> tuple[str, str] | None:
    """Path of the handler's module without its ending, and the function in it."""
    language, handler = _language(code), code.handler.value or ""
    if language == "nodejs":
        folder, _, file = handler.rpartition("/")
        module, dot, function = file.partition(".")
        module = f"{folder}/{module}" if folder else module
    elif language == "ruby":
        module, dot, function = handler.partition(".")
    else:
        module, dot, function = handler.rpartition(".")
        module = module.replace(".", "/")
    plain = str(PurePosixPath(module)) if module else ""
    return (plain, function) if language and dot and plain and function else None


def _candidates(code: Code) -> list[str] | None:
    """Files that the handler's module may be; None where the names do not decide."""
    module, language = _module(code), _language(code)
    if module is None or language is None or module[0].startswith(("/", "..")):
        return None
    return [f"{module[0]}{ending}" for ending in ENDINGS[language]]


def _handler(code: Code, found: Content | None) -> Iterator[Said]:
    """The file and the function; nothing where a build or a layer may bring them."""
    candidates, module, handler = _candidates(code), _module(code), code.handler
    if candidates is None or module is None:
        return
    if code.inline:
        if module[0] != INLINE:
            told = f"Inline code is the file {INLINE}: Handler {handler.value} names {module[0]}"
            fix = f"Set Handler to {INLINE}.{module[1]}"
            yield _said("template/handler-missing", handler.at, code.id, told, fix=fix)
        return
    if found is None or (found.folder is None and not found.names):
        return
    name = found.first(candidates)
    if name is None:
        if not _brought(code, found, module[0]):
            yield _no_file(code, found, candidates)
        return
    names = found.defined(name)
    first = module[1].split(".")[0]
    if names is not None and first not in names:
        told = f"{name} does not define {first}, which Handler {handler.value} names"
        others = ", ".join(n for n in names if "handler" in n.lower())[:200]
        fix = f"Name one that it defines: {others}" if others else f"Define {first} in {name}"
        yield _said("template/handler-undefined", handler.at, code.id, told, fix=fix)


def _brought(code: Code, found: Content, module: str) -> bool:
    """Whether something else than the folder may bring the handler's file."""
    if code.builder not in ("", "archive") or BUILT.search(f"{module}/"):
        return True
    if _language(code) == "python":
        return found.matches(module, NATIVE) or found.requires(module)
    return found.is_compiled()


def _no_file(code: Code, found: Content, candidates: list[str]) -> Said:
    path = "the template's folder" if code.path in (None, ".") else code.path
    names = f"Handler {code.handler.value} of {code.id} names {candidates[0]}"
    told = f"{names}, which {path} does not have"
    below = _below(found, candidates)
    fix = f"It stands in {below}: correct the path, or Handler" if below else None
    level = Level.WARNING if code.layered else None
    if code.layered:
        told += "; does a layer bring it?"
    return _said("template/handler-missing", code.handler.at, code.id, told, fix=fix, level=level)


def _below(found: Content, candidates: list[str]) -> str | None:
    """A folder directly below in which the file is."""
    if found.folder is None:
        return None
    try:
        folders = sorted(p.name for p in found.folder.iterdir() if p.is_dir())[:200]
    except OSError:
        return None
    near = (f for f in folders if not f.startswith("."))
    return next((f for f in near if found.first([f"{f}/{c}" for c in candidates])), None)


def _runtime(code: Code) -> Iterator[Said]:
    """A runtime that Lambda does not have."""
    runtime = code.runtime.value
    if runtime is None or runtime in lifecycles() or runtime in PREVIEWS:
        return
    near = _near(runtime)
    told = f"Lambda has no runtime {runtime[:60]!r}"
    fix = f"Set Runtime to {near}" if near else None
    level = None
    if near not in _same(runtime) and _is_newer(runtime):
        told, level = f"{told}, as far as is known on {as_of()}", Level.WARNING
    yield _said("template/runtime-unknown", code.runtime.at, code.id, told, fix=fix, level=level)


def _near(runtime: str) -> str | None:
    """The runtime that was most likely meant: the same language and version, or its newest."""
    told = VERSION.match(runtime.lower().replace("node", "nodejs").replace("nodejsjs", "nodejs"))
    if told is None:
        return None
    language, version = told["language"], told["version"]
    if same := _same(f"{language}{version}"):
        return same[0]
    known = [c for n, c in lifecycles().items() if n.startswith(language)]
    return next((c.successor for c in known if c.successor), None)


def _same(runtime: str) -> list[str]:
    """Runtimes of the language and version that a name begins with."""
    told = VERSION.match(runtime)
    plain = f"{told['language']}{told['version']}" if told else ""
    return [n for n in lifecycles() if n in (plain, f"{plain}.x")]


def _is_newer(runtime: str) -> bool:
    """Whether it is written like a runtime, of a version after the newest that is known."""
    told = VERSION.fullmatch(runtime)
    known = [m for n in lifecycles() if (m := VERSION.fullmatch(n))]
    like = [
        m for m in known if told and (m["language"], m["rest"]) == (told["language"], told["rest"])
    ]
    return bool(told and like) and all(_number(told) > _number(m) for m in like)  # type: ignore[arg-type]


def _number(version: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(n) for n in version["version"].split("."))
