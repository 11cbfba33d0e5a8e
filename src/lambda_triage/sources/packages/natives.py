"""Compiled files of a package: for which processor, C library and Python they were built."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.documents.code import NativeFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambda_triage.sources.packages.members import Member

NATIVE = re.compile(r"(?:\.so(?:\.[\d.]+)?|\.node|\.pyd|(?:^|/)bootstrap|^extensions/[^/]+)$")
MACHINES = {62: "x86_64", 183: "arm64", 3: "i386", 40: "arm", 243: "riscv"}  # e_machine, gABI
MACHO = (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe")  # thin and universal
# Tags of wheels (PEP 600, 656), of CPython's extension suffixes (PEP 3149) and of npm packages.
TAGS = (
    ("macos", re.compile(r"darwin|macos")),
    ("windows", re.compile(r"win32|win_amd64|windows")),
    ("x86_64", re.compile(r"(?:^|[^a-z0-9])(?:x86[_-]64|amd64|(?:linux|linuxmusl)[-_]x64)")),
    ("arm64", re.compile(r"(?:^|[^a-z0-9])(?:aarch64|(?:linux|linuxmusl)[-_]arm64)")),
)
MUSL = re.compile(r"musl")
GLIBC = re.compile(r"linux-gnu|manylinux|glibc")
PYTHON = re.compile(r"\.(?:cpython-|cp)(?P<major>3)(?P<minor>\d{1,2})\b")
# Names in .dynstr end and begin with NUL; DT_NEEDED of musl's own, and of glibc.
NEEDS_MUSL = re.compile(rb"\0libc\.musl-\w+\.so\.1\0|/lib/ld-musl-\w+\.so\.1\0")
NEEDS_GLIBC = re.compile(rb"\0libc\.so\.6\0")
CODE_LIMIT = 2_000  # native files judged in one package


def natives(members: Iterable[Member], take: dict[str, bytes]) -> tuple[NativeFile, ...]:
    """The native files among the members; *take* has the first bytes of those that were read."""
    found = []
    for member in members:
        native = native_file(member.path, take.get(member.path))
        if native is not None:
            found.append(native)
    return tuple(found)


def is_native(path: str) -> bool:
    """Whether a file of this name is loaded as compiled code."""
    return NATIVE.search(path) is not None


def native_file(path: str, head: bytes | None) -> NativeFile | None:
    """One file, by its header where there is one, else by its name; None for scripts."""
    if not is_native(path):
        return None
    tagged = path.rpartition("node_modules/")[2].lower()
    if head:
        machine = _machine(head)
        if machine is None:
            return None
        libc = _libc(head) or (_tagged_libc(tagged) if machine in MACHINES.values() else None)
    elif path.endswith("bootstrap") or path.startswith("extensions/"):
        return None
    else:
        machine = next((name for name, tag in TAGS if tag.search(tagged)), None)
        libc = _tagged_libc(tagged)
    version = PYTHON.search(path.rpartition("/")[2])
    python = f"cp{version['major']}{version['minor']}" if version else None
    return NativeFile(path=path, machine=machine, libc=libc, python=python)


def _machine(head: bytes) -> str | None:
    if head.startswith(b"\x7fELF") and len(head) >= 20:
        number = int.from_bytes(head[18:20], "big" if head[5] == 2 else "little")
        return MACHINES.get(number, f"ELF machine {number}")
    if head.startswith(MACHO):
        return "macos"
    return "windows" if head.startswith(b"MZ") else None


def _libc(head: bytes) -> str | None:
    """By the names among its strings; None where both or neither are in reach."""
    if not head.startswith(b"\x7fELF"):
        return None
    musl, glibc = bool(NEEDS_MUSL.search(head)), bool(NEEDS_GLIBC.search(head))
    if musl == glibc:
        return None
    return "musl" if musl else "glibc"


def _tagged_libc(path: str) -> str | None:
    if MUSL.search(path):
        return "musl"
    return "glibc" if GLIBC.search(path) else None
