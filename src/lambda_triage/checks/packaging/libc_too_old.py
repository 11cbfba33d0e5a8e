"""Binaries that need another C library than the runtime's operating system has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.findings import FixPackage, Remedy, SetProperty, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# Custom runtimes by the glibc of their operating system: Amazon Linux 2 has 2.26, Amazon Linux
# 2023 has 2.34 (release notes of both, 2026).
GLIBC_OF_AL2023 = (2, 34)


def _fix(signal: Signal, function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    subject = signal.captures.get("file") or "the binary"
    told = (
        "Build in the runtime's own image (Amazon Linux), or link statically (musl, CGO_ENABLED=0)"
    )
    again = FixPackage("rebuild", subject, told)
    needs = signal.captures.get("needs", "")
    if _served_by_al2023(needs) and function is not None and function.runtime == "provided.al2":
        newer = SetProperty("Runtime", "provided.al2023", f"Amazon Linux 2023 has {needs}")
        return (newer, again)
    return (again,)


def _served_by_al2023(needs: str) -> bool:
    name, _, version = needs.partition("_")
    numbers = tuple(int(n) for n in version.split(".") if n.isdigit())
    return name == "GLIBC" and bool(numbers) and numbers <= GLIBC_OF_AL2023


LIBC_TOO_OLD = signature_check(
    id="packaging/libc-too-old",
    title="A binary needs another C library than the runtime has",
    severity=Severity.CRITICAL,
    cause="native_glibc_mismatch",
    since="0.1",
    messages=(
        message(
            "version",
            "GLIBC_",
            "GLIBCXX_",
            "CXXABI_",
            pattern=r"version \W{0,3}(?P<needs>(?:GLIBC|GLIBCXX|CXXABI)_[\d.]*\d)\W{0,3} not found"
            r"(?:[^\n]{0,20}required by (?P<file>[^\s)\"\\]{1,300}))?",
            source="glibc elf/dl-version.c, match_symbol, 2025",
        ),
        message(
            "musl",
            "libc.musl-",
            "ld-musl-",
            "Error relocating ",
            "Error loading shared library ld-linux",
            pattern=r"(?P<needs>libc\.musl-\w+\.so\.1|ld-musl-\w+\.so\.1)[^\n]{0,60}"
            r"(?:cannot open|no such file|No such file|not found)"
            r"|Error relocating (?P<file>[^\s:]{1,300}):[^\n]{0,200}symbol not found"
            r"|Error loading shared library (?P<loader>ld-linux[\w.-]*)",
            source="musl ldso/dynlink.c, 2025",
        ),
    ),
    summary="A binary needs {needs}, which the runtime's operating system does not have",
    fix=_fix,
    weight=SPECIFIC,
)
