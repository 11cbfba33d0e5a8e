"""Native files in the package that were built for another operating system or processor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.rebuild import rebuild
from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.findings import Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

FILE = r"(?P<what>[\w./@+-]{1,300})"
IN_PACKAGE = r"(?P<what>/(?:var/task|opt|function|app)/[\w./@+-]{1,300}\.(?:node|so))"


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    what = signal.captures.get("what") or signal.captures.get("owner") or ""
    named = {"prisma": "@prisma/client"}.get(signal.name) or _owner(what)
    return rebuild(named or "the native dependency", function)


def _owner(what: str) -> str:
    """`sharp` out of `/var/task/node_modules/sharp/build/Release/sharp.node`."""
    _, found, rest = what.rpartition("node_modules/")
    if not found and what.startswith(("/", ".")):
        return what.rpartition("/")[2].partition(".")[0]
    parts = (rest if found else what).split("/")
    return "/".join(parts[:2]) if parts[0].startswith("@") else parts[0]


WRONG_PLATFORM_BINARY = signature_check(
    id="packaging/wrong-platform-binary",
    title="A native file was built for another platform",
    severity=Severity.CRITICAL,
    cause="native_binary_arch_mismatch",
    since="0.1",
    messages=(
        message(
            "elf",
            "invalid ELF header",
            "wrong ELF class",
            "incompatible architecture",
            pattern=rf"(?:{FILE}: )?(?:invalid ELF header|wrong ELF class)"
            r"|incompatible architecture",
            source="glibc elf/dl-load.c, open_verify; dyld, 2025",
        ),
        message(
            "skipped",
            "cannot open shared object file",
            pattern=rf"{IN_PACKAGE}: cannot open shared object file",
            source="glibc elf/dl-load.c: a file of another machine counts as not found, 2025",
        ),
        message(
            "node-file",
            "Cannot find module ",
            pattern=r"Cannot find module \\?['\"]?(?P<what>[^'\"\n\\ ]{1,300}"
            r"(?:\.node|-linux-(?:x64|arm64)(?:-gnu|-musl)?(?:/[\w.-]+)?)\b)",
            source="npm packages with prebuilt binaries as optional dependencies, 2025",
        ),
        message(
            "sharp",
            '"sharp" module',
            'sharp\\" module',
            "binaries cannot be used on the ",
            "'linux-x64' platform",
            pattern=r"(?:Could not load|[Ss]omething went wrong installing) the"
            r" \\*[\"'](?P<what>sharp)\\*[\"'] module"
            r"|'[\w-]+' binaries cannot be used on the '[\w-]+' platform"
            r"(?:[^\n]{0,60}?node_modules/(?P<owner>[\w-]+))?",
            source="sharp lib/sharp.js and lib/libvips.js, 0.23 to 0.34",
        ),
        message(
            "prisma",
            "Query Engine for runtime",
            "uery engine library for current platform",
            "uery engine binary for current platform",
            "uery Engine for the current platform",
            pattern=r"[Qq]uery [Ee]ngine (?:library |binary )?for (?:the )?(?:current platform"
            r"|runtime)"
            r" \\*\"(?P<platform>[\w.-]+)",
            source="Prisma client, engine lookup by binaryTargets, 4 to 6",
        ),
        message(
            "esbuild",
            "for another platform than the one you",
            "Failed to load native binding",
            "Cannot find native binding",
            pattern=r"(?:installed (?P<what>[\w@/-]+) for another platform"
            r"|Failed to load native binding|Cannot find native binding)",
            source="esbuild lib/npm/node-platform.ts; napi-rs generated loaders, 2025",
        ),
        message(
            "addon",
            "Could not locate the bindings file",
            "No native build was found for platform=",
            "Module._extensions..node",
            # What the C library or the loader names itself is another check's.
            pattern=r"\A(?![\s\S]{0,8000}(?:GLIBC|CXXABI_|cannot open shared object))"
            r"[\s\S]{0,8000}?Module\._extensions\.\.node|Could not locate the bindings file"
            r"|No native build was found for platform=(?P<platform>\w+)",
            source="npm packages bindings and node-gyp-build; a frame of Node.js dlopen, 2025",
        ),
    ),
    summary="A native dependency was built for another platform than the function's: {what}",
    fix=_fix,
    weight=SPECIFIC,
)
