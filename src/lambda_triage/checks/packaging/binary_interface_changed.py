"""Compiled modules that meet a library of another binary interface than they were built for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    library = signal.captures.get("library", "the library")
    told = f"Install {library} and the modules compiled against it together, in one step"
    return (FixPackage("pin", library, told),)


BINARY_INTERFACE_CHANGED = signature_check(
    id="packaging/binary-interface-changed",
    title="A compiled module was built against another version of a library",
    severity=Severity.CRITICAL,
    cause="dependency_conflict",
    since="0.1",
    messages=(
        message(
            "size",
            "size changed, may indicate binary incompatibility",
            pattern=r"\b(?P<library>\w{1,60})\.[\w.]{1,100} size changed, may indicate binary"
            r" incompatibility",
            source="Cython ImportExport.c, __Pyx_ImportType, 2025",
        ),
        message(
            "numpy",
            "module compiled against A",
            "cannot be run in",
            "_ARRAY_API not found",
            pattern=r"module compiled against A[BP]I version \w+ but this version of "
            r"(?P<library>numpy)"
            r"|compiled using (?P<older>NumPy 1\.x) cannot be run in"
            r"|_ARRAY_API not found",
            source="NumPy core/src/multiarray and numpy/core/_multiarray_umath.py, 2024",
        ),
        message(
            "symbol",
            "undefined symbol: ",
            pattern=r"(?<![\w.+-])(?P<library>[\w.+-]{1,200}): undefined symbol: (?P<symbol>\w+)",
            source="glibc elf/dl-lookup.c, 2025",
        ),
    ),
    summary="A compiled module does not fit the version of {library} that is loaded",
    fix=_fix,
)
