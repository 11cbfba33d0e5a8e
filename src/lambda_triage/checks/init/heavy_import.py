"""One Python package that takes most of the init."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.signature import Signature
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

SHARE = 0.4  # of init; our choice
LINE = re.compile(r"import time: +\d{1,12} \| +(?P<total_us>\d{1,12}) \| ")

# Modules that took 0.1 s or more with all they import, and that another module imports: three
# spaces or more stand before the name of those, one before the handler's own module.
IMPORTED = Signature(
    "init/heavy-import.line",
    ("import time: ",),
    r"import time: +\d{1,12} \| +\d{6,12} \|   +(?P<package>[A-Za-z_]\w{0,80})"
    r"(?:\.[\w.]{1,200})?\s*$",
    "CPython import.c and _bootstrap: -X importtime, PYTHONPROFILEIMPORTTIME, 2025",
)

INIT = "SELECT init_p50_us FROM starts WHERE resource = $resource AND init_p50_us > 0"
TEXT = "SELECT text FROM log_events WHERE id = $id"


class _Init(Struct, frozen=True):
    init_p50_us: int


class _Event(Struct, frozen=True):
    text: str


class _Import(Struct, frozen=True):
    package: str
    total_us: int
    event: int


@check(
    id="init/heavy-import",
    title="One import takes most of the init",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("invocations", "log_events"),
    signatures=(IMPORTED,),
    cause="cold_start_init",
)
def heavy_import(scene: Scene) -> Iterator[Finding]:
    for resource in sorted({s.resource for s in scene.signals(IMPORTED.id)}):
        function = scene.function(resource)
        if function and function.snapstart == "PublishedVersions":
            continue  # the snapshot is taken after the imports
        for init in scene.case.rows(INIT, _Init, resource=resource):
            heavy = [i for i in _imports(scene, resource) if i.total_us >= SHARE * init.init_p50_us]
            if heavy:
                # A package contains what it imports: the smallest of the large ones is the source.
                yield _finding(resource, min(heavy, key=lambda i: (i.total_us, i.package)), init)


def _imports(scene: Scene, resource: str) -> list[_Import]:
    found: dict[str, _Import] = {}
    for signal in scene.signals(IMPORTED.id):
        if signal.resource != resource:
            continue
        for id in signal.examples:
            for event in scene.case.rows(TEXT, _Event, id=id):
                hit = LINE.search(event.text)
                told = _Import(signal.captures["package"], int(hit["total_us"]) if hit else 0, id)
                held = found.get(told.package)
                if held is None or told.total_us > held.total_us:
                    found[told.package] = told
    return list(found.values())


def _finding(resource: str, found: _Import, init: _Init) -> Finding:
    percent = min(100, found.total_us * 100 // init.init_p50_us)
    return Finding(
        resource=resource,
        summary=f"Importing {found.package} takes {found.total_us / 1e6:.2f} s,"
        f" {percent} % of the init of {init.init_p50_us / 1e6:.2f} s",
        key=found.package,
        citations=(Citation(event=found.event),),
        cause="cold_start_init",
        weight=STRONG,
        remedies=(
            EditCode(
                f"Import {found.package} in the function that needs it, only the submodules that"
                " are used, or put something smaller in its place"
            ),
        ),
    )
