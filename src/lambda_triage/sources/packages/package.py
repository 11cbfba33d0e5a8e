"""The entries of a package → its document: what is native, what is source, what is installed."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from lambda_triage.evidence.documents.code import Distribution, Package, PackageFile, SourceFile
from lambda_triage.evidence.documents.document import Known
from lambda_triage.sources.packages.marks import told_name
from lambda_triage.sources.packages.members import READ_LIMIT, TOTAL_LIMIT
from lambda_triage.sources.packages.natives import CODE_LIMIT, is_native, natives
from lambda_triage.sources.packages.node_source import node_source
from lambda_triage.sources.packages.python_source import python_source
from lambda_triage.sources.secret_values import secrets_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambda_triage.sources.packages.members import Member, Members

SOURCE_LIMIT = 200  # sources parsed: those nearest to the top
DEPTH_LIMIT = 4  # folders above a source that is still looked at
DISTRIBUTION_LIMIT = 500
SITE = re.compile(r"^(?:python/(?:lib/python3\.\d+/site-packages/)?)?")
DIST_INFO = re.compile(r"^(?P<name>[^/]+?)-(?P<version>[^-/]+)\.dist-info/(?P<file>WHEEL|RECORD)$")
NODE_MODULE = re.compile(r"^(?:nodejs/(?:node\d+/)?)?node_modules/(?P<name>(?:@[^/]+/)?[^/]+)/")
MODULE = re.compile(r"^(?P<name>[A-Za-z_]\w*)(?:/__init__\.py|(?:\.[\w-]+)?\.so|\.pyd|\.pyc?)$")
TAG = re.compile(r"^Tag: (\S{1,200})\s*$", re.MULTILINE)
PYTHON, NODE = (".py",), (".js", ".mjs", ".cjs")


class _Budget(Struct):
    """First bytes of files, as long as there is room for all that one package may take."""

    left: int = TOTAL_LIMIT
    taken: dict[str, bytes] = field(default_factory=dict)

    def take(self, members: Iterable[Member], most: int) -> dict[str, bytes]:
        heads: dict[str, bytes] = {}
        for member in members:
            if len(heads) >= most or self.left <= 0:
                break
            if member.read is not None:
                heads[member.path] = head = member.read()
                self.left -= len(head)
        return heads


def package(found: Members, file: str, input: int) -> Package:
    """The document of one package; *file* is the name of the input."""
    budget = _Budget()
    paths = [m.path for m in found.files]
    inside = [SITE.sub("", path) for path in paths]
    distributions = _distributions(found.files, budget)
    name = told_name(found.archive or "") or told_name(file)
    modules = {m["name"] for path in inside if (m := MODULE.match(path))}
    node = {m["name"] for path in paths if (m := NODE_MODULE.match(path))}
    compiled = [m for m in found.files if is_native(m.path)][:CODE_LIMIT]
    native = natives(compiled, budget.take(compiled, CODE_LIMIT))
    machines = {n.path: n.machine for n in native}
    return Package(
        resource=f"?:{name or PurePosixPath(file.replace('!', '/')).stem}",
        known=Known.ANSWER,
        input=input,
        named=name is not None,
        opened=any(m.read for m in found.files),
        whole=found.whole,
        entries=found.entries,
        files=tuple(
            PackageFile(path=m.path, size=m.size, mode=m.mode, machine=machines.get(m.path))
            for m in found.files
        ),
        zipped=found.zipped,
        unpacked=found.unpacked,
        modules=tuple(sorted(modules)),
        node_modules=tuple(sorted(node)),
        natives=native,
        distributions=distributions,
        sources=_sources(found.files, distributions, budget),
        sdks=_sdks(modules, node),
        encrypted=found.encrypted,
        refused=found.refused,
    )


def _sdks(modules: set[str], node: set[str]) -> tuple[str, ...]:
    """AWS's SDKs that the package brings itself."""
    scoped = {"@aws-sdk"} if any(name.startswith("@aws-sdk/") for name in node) else set()
    return tuple(sorted((modules & {"boto3", "botocore"}) | (node & {"aws-sdk"}) | scoped))


def _distributions(members: tuple[Member, ...], budget: _Budget) -> tuple[Distribution, ...]:
    told = [m for m in members if DIST_INFO.match(SITE.sub("", m.path))]
    heads = budget.take(told, 2 * DISTRIBUTION_LIMIT)
    found: dict[tuple[str, str], dict[str, str]] = {}
    for member in told[: 2 * DISTRIBUTION_LIMIT]:
        match = DIST_INFO.match(SITE.sub("", member.path))
        if match:
            text = heads.get(member.path, b"").decode("utf-8", "replace")
            found.setdefault((match["name"], match["version"]), {})[match["file"]] = text
    return tuple(
        Distribution(
            name=name,
            version=version,
            tags=tuple(TAG.findall(files.get("WHEEL", ""))[:20]),
            modules=tuple(sorted(_recorded(files.get("RECORD", "")))),
        )
        for (name, version), files in sorted(found.items())
    )


def _recorded(record: str) -> set[str]:
    """Top-level modules of a RECORD: first part of the paths, without their ending."""
    tops = {line.split(",")[0].split("/")[0] for line in record.splitlines()[:-1] or [record]}
    return {t.split(".")[0] for t in tops if t and not t.endswith(("-info", ".data", ".."))}


def _sources(
    members: tuple[Member, ...], distributions: tuple[Distribution, ...], budget: _Budget
) -> tuple[SourceFile, ...]:
    installed = {name for d in distributions for name in d.modules}
    own = [m for m in members if _is_own(m.path, installed)]
    own.sort(key=lambda m: (m.path.count("/"), m.path))
    heads = budget.take(own, SOURCE_LIMIT)
    found = []
    for member in own:
        data = heads.get(member.path)
        if data is None:
            continue
        read = python_source if member.path.endswith(PYTHON) else node_source
        whole = member.size <= READ_LIMIT and len(data) == member.size
        secrets = secrets_in(data.decode("utf-8", "replace"))
        found.append(replace(read(member.path, data, whole), secrets=secrets))
    return tuple(found)


def _is_own(path: str, installed: set[str]) -> bool:
    if not path.endswith(PYTHON + NODE) or path.count("/") > DEPTH_LIMIT:
        return False
    if "node_modules/" in path or "site-packages/" in path:
        return False
    return SITE.sub("", path).split("/")[0].removesuffix(".py") not in installed
