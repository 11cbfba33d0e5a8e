"""Functions of different names that are copies of one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.stages import STAGE
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

SHOWN = 5  # names that a sentence takes


@check(
    id="packaging/same-package",
    title="Functions are copies of one another",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
)
def same_package(scene: Scene) -> Iterator[Finding]:
    groups: dict[tuple[str, str], dict[str, FunctionConfiguration]] = {}
    for function in scene.case.functions:
        if function.code_sha256 and function.name:
            entry = function.handler or " ".join(function.image_command or ())
            base = STAGE.sub("*", function.name)  # stages and Regions of one are no copies
            groups.setdefault((function.code_sha256, entry), {}).setdefault(base, function)
    for (sha, entry), found in sorted(groups.items()):
        if len(found) > 1:
            yield _finding(sha, entry, sorted(found.values(), key=lambda f: f.resource))


def _finding(sha: str, entry: str, functions: list[FunctionConfiguration]) -> Finding:
    names = [f.name or "" for f in functions]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    with_entry = f", and the handler {entry}" if entry else ""
    return Finding(
        resource=functions[0].resource,
        summary=f"{', '.join(names[:SHOWN])}{more} have the same package{with_entry}",
        key=sha,
        citations=tuple(
            Citation(place=Place(f.input, path=f"{f.path}CodeSha256"), text=f"CodeSha256 {sha}")
            for f in functions[:SHOWN]
        ),
        remedies=(
            Manual(
                "Keep one function, and tell the cases apart by event or alias; else deploy the"
                " copies from one place, so that a repair reaches all of them",
                "whether the copies are wanted only their owner knows",
            ),
        ),
    )
