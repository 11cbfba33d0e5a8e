"""System libraries that a native dependency needs and the runtime does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.findings import FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# A bare library name, not a path into the package: that one would be there, for another platform.
LIBRARY = r"(?P<library>(?<![\w/.-])(?!libc\.musl|ld-)[\w+-]+(?:\.[\w+-]+)*?\.so(?:\.\d+)*)"


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    library = signal.captures.get("library", "the library")
    told = f"Package {library} in lib/ of the function or of a layer (both are on LD_LIBRARY_PATH)"
    return (FixPackage("add", library, told),)


SHARED_LIBRARY_MISSING = signature_check(
    id="packaging/shared-library-missing",
    title="A system library is missing in the runtime",
    severity=Severity.CRITICAL,
    cause="native_shared_lib_missing",
    since="0.1",
    messages=(
        message(
            "linux",
            "cannot open shared object file",
            pattern=rf"{LIBRARY}: cannot open shared object file",
            source="glibc elf/dl-load.c, _dl_map_object, 2025",
        ),
        message(
            "musl",
            "Error loading shared library ",
            pattern=r"Error loading shared library (?P<library>(?!ld-linux)[\w.+-]+): No such file",
            source="musl ldso/dynlink.c, 2025",
        ),
        message(
            "dotnet",
            "Unable to load shared library ",
            "Unable to load DLL ",
            pattern=r"Unable to load (?:shared library|DLL) \\?'(?P<library>[^'\n\\]{1,200})",
            source=".NET runtime, DllNotFoundException, 2025",
        ),
        message(
            "java",
            "UnsatisfiedLinkError",
            pattern=r"UnsatisfiedLinkError: (?:no )?(?P<library>[\w.+-]{1,100}) in "
            r"(?:system library path|java\.library\.path)",
            source="OpenJDK ClassLoader.loadLibrary, 2025",
        ),
        message(
            "python",
            "OSError: cannot load library ",
            "no library called ",
            "Unable to find zbar shared library",
            pattern=r"cannot load library \\?'(?P<library>[^'\n\\/]{1,100})"
            r"|no library called \\?\"(?P<named>[\w.-]+)|Unable to find zbar shared library",
            source="cffi api.py; cairocffi; pyzbar, 2025",
        ),
        message(
            "executable",
            "Failed to launch the browser process",
            "Host system is missing dependencies",
            pattern=r"(?:error while loading shared libraries: (?P<library>[\w.+-]+)"
            r"|Host system is missing dependencies)",
            source="Playwright browser validation; glibc rtld, 2025",
        ),
    ),
    summary="The library {library} is not in the runtime",
    fix=_fix,
    weight=SPECIFIC,
)
