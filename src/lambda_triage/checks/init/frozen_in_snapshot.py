"""Code that makes a value, opens a connection or reads a secret before SnapStart's snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.code_packages import packages
from lambda_triage.checks.loaded_sources import loaded
from lambda_triage.checks.signature import HINT
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.code_packages import Deployed
    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents.code import Effect

HOOKS = "snapshot_restore_py"  # whoever registers hooks knows of the snapshot
SHOWN = 5  # citations


class _Told(Struct, frozen=True):
    """What is wrong with one kind of call, and what to do instead."""

    harm: str
    cause: str
    explains: tuple[str, ...]
    fix: str


KINDS = {
    "value": _Told(
        "all environments restored from the snapshot have the same value",
        "snapstart_unique",
        ("duplicates",),
        "Make it in the handler, or in a function under @register_after_restore",
    ),
    "connection": _Told(
        "restored environments begin with a connection that the other side may have closed",
        "snapstart_stale_connection",
        (),  # hypotheses weigh it: a time-out has many explanations
        "Connect at the first request or under @register_after_restore, and check before use",
    ),
    "secret": _Told(
        "restored environments go on with what it was when the version was published",
        "snapstart_unique",
        (),
        "Read it in the handler with a cache that expires, or under @register_after_restore",
    ),
}


@check(
    id="init/frozen-in-snapshot",
    title="SnapStart freezes what the module makes when it is loaded",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "packages"),
    cause="snapstart_unique",
)
def frozen_in_snapshot(scene: Scene) -> Iterator[Finding]:
    for deployed in packages(scene):
        function = deployed.function
        if function is None or function.snapstart != "PublishedVersions":
            continue
        sources = loaded(deployed)
        if any(module == HOOKS for source in sources for module, _ in source.imports):
            continue
        effects = [(source.path, effect) for source in sources for effect in source.frozen]
        for kind, told in KINDS.items():
            alike = [(path, effect) for path, effect in effects if effect.kind == kind]
            if alike:
                yield _finding(deployed, alike, told)


def _finding(deployed: Deployed, effects: list[tuple[str, Effect]], told: _Told) -> Finding:
    path, first = effects[0]
    others = f" and {len(effects) - 1} more" if len(effects) > 1 else ""
    return Finding(
        resource=deployed.resource,
        summary=f"{path}:{first.line} calls {first.call}{others} when the module is loaded, and"
        f" SnapStart is on: {told.harm}",
        key=first.kind,
        citations=tuple(
            Citation(place=deployed.package.at(file), text=f"{file}:{effect.line}: {effect.call}")
            for file, effect in effects[:SHOWN]
        ),
        cause=told.cause,
        weight=HINT,
        explains=told.explains,
        remedies=(EditCode(told.fix, path, first.line),),
    )
