"""Native files in a code package that the function's processor, C library or Python cannot load."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.code_packages import packages
from lambda_triage.checks.rebuild import rebuild
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.facts.compiled_modules import distribution
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.code_packages import Deployed
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents.code import NativeFile

SHOWN = 3  # files named in one finding
CAUSES = {
    "machine": "native_binary_arch_mismatch",
    "libc": "native_glibc_mismatch",
    "python": "runtime_mismatch",
}
# What tells builds of one file for several platforms apart: tags of wheels and of npm packages.
PLATFORM = re.compile(
    r"(?i)[-_.]?(?:cpython-\d+|cp3\d+|abi3|pypy\d*|x86[-_]64|amd64|x64|aarch64|arm64|armv?\d*[a-z]?"
    r"|ia32|i[36]86|darwin|macosx?|win32|windows|linuxmusl|linux|musl|gnu|glibc|msvc|universal2"
    r"|manylinux|musllinux|freebsd|android|s390x|ppc64(?:le)?|riscv64|pc|apple|unknown)"
    r"(?=[-_./]|$)"
)


@check(
    id="packaging/native-for-another-platform",
    title="The package holds native files for another platform",
    severity=Severity.CRITICAL,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "packages"),
    cause="native_binary_arch_mismatch",
)
def native_for_another_platform(scene: Scene) -> Iterator[Finding]:
    for deployed in packages(scene):
        wrong: dict[str, list[tuple[NativeFile, str]]] = defaultdict(list)
        for group in _groups(deployed):
            said = [_unfit(native, deployed) for native in group]
            if all(said):
                first = next(s for s in said if s)
                wrong[first[0]].append((group[0], first[1]))
        for kind, found in sorted(wrong.items()):
            yield _finding(deployed, kind, found)


def _groups(deployed: Deployed) -> Iterator[list[NativeFile]]:
    """Files of which one is enough: the same file built for several platforms."""
    groups: dict[str, list[NativeFile]] = defaultdict(list)
    for native in deployed.package.natives:
        groups[_same(native.path)].append(native)
    yield from groups.values()


def _same(path: str) -> str:
    folder, found, rest = path.rpartition("node_modules/")
    if found:
        parts = rest.split("/")
        owner = "/".join(parts[:2]) if parts[0].startswith("@") else parts[0]
        return folder + found + PLATFORM.sub("", owner)
    return PLATFORM.sub("", path)


def _unfit(native: NativeFile, deployed: Deployed) -> tuple[str, str] | None:
    """Why the function cannot load it: which property, and in words."""
    function = deployed.function
    architecture = function.architecture if function else None
    foreign = native.machine in ("macos", "windows")
    if native.machine and (foreign or (architecture and native.machine != architecture)):
        runs = f"Linux {architecture}" if architecture else "Linux"
        return "machine", f"built for {native.machine}, the function runs on {runs}"
    if native.libc == "musl" and not _brings_musl(deployed):
        return "libc", "needs musl, Amazon Linux has glibc"
    wanted = deployed.python
    if native.python and wanted and native.python != f"cp3{wanted[1]}":
        built = native.python.removeprefix("cp3")
        return "python", f"built for Python 3.{built}, the runtime is {deployed.runtime}"
    return None


def _brings_musl(deployed: Deployed) -> bool:
    """Whether the C library is packaged with what needs it, or the platform is not told."""
    own = any("ld-musl" in f.path or "libc.musl" in f.path for f in deployed.package.files)
    return own or not deployed.runtime


def _finding(deployed: Deployed, kind: str, found: list[tuple[NativeFile, str]]) -> Finding:
    files = [native.path for native, _ in found]
    more = f" and {len(files) - SHOWN} more" if len(files) > SHOWN else ""
    owner = _owner(files[0], deployed)
    return Finding(
        resource=deployed.resource,
        summary=f"{', '.join(files[:SHOWN])}{more}: {found[0][1]}",
        key=f"{kind}&{owner}",
        citations=tuple(
            Citation(place=deployed.package.at(n.path), text=why) for n, why in found[:SHOWN]
        ),
        cause=CAUSES[kind],
        weight=DECISIVE,
        explains=("init_failure", "error", "crash"),
        facts=(("package", owner),),
        remedies=rebuild(owner, deployed.function),
    )


def _owner(path: str, deployed: Deployed) -> str:
    """The distribution or npm package that a file belongs to."""
    _, found, rest = path.rpartition("node_modules/")
    if found:
        parts = rest.split("/")
        return "/".join(parts[:2]) if parts[0].startswith("@") else parts[0]
    top = path.removeprefix("python/").split("/")[0].split(".")[0]
    told = (d.name for d in deployed.package.distributions if top in d.modules)
    return next(told, None) or distribution(top) or top
