"""Functions on x86_64 that would cost less on arm64."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Package
from lambda_triage.evidence.place import Place
from lambda_triage.facts.prices import duration_usd, per_million
from lambda_triage.findings import Citation, Finding, FixPackage, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Remedy

FEWEST = 20  # invocations: what nobody uses is not worth a migration
# Runtimes that exist for x86_64 alone: all on Amazon Linux 1, and nodejs10.x (Lambda guide,
# Lambda runtimes: Deprecated runtimes, 2026, and Architectures, 2021; the first for arm64:
# aws/aws-graviton-getting-started, aws-lambda).
X86_ONLY = frozenset({
    "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "go1.x", "java8", "nodejs", "nodejs4.3",
    "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "nodejs10.x", "provided", "python2.7",
    "python3.6", "python3.7", "ruby2.5",
})  # fmt: skip

BILL = "SELECT resource, billed, mb_ms FROM bills WHERE billed >= $fewest ORDER BY resource"


class _Bill(Struct, frozen=True):
    resource: str
    billed: int
    mb_ms: int


@check(
    id="cost/not-on-arm",
    title="The function would cost less on arm64",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "invocations"),
)
def not_on_arm(scene: Scene) -> Iterator[Finding]:
    for row in scene.case.rows(BILL, _Bill, fewest=FEWEST):
        function = scene.function(row.resource)
        if function is None or function.architecture != "x86_64":
            continue
        if function.runtime in X86_ONLY or function.capacity_provider:
            continue
        now, then = (duration_usd(row.mb_ms, a) for a in ("x86_64", "arm64"))
        text = (
            f"{row.billed} invocations on x86_64 cost {per_million(now, row.billed)} per million,"
            f" on arm64 at the same durations {per_million(then, row.billed)}"
        )
        place = Place(function.input, path=f"{function.path}Architectures")
        yield Finding(
            resource=row.resource,
            summary=text,
            citations=(Citation(place=place, text=text),),
            invocations=row.billed,
            remedies=_fix(scene, row.resource),
        )


def _fix(scene: Scene, resource: str) -> tuple[Remedy, ...]:
    package = scene.case.document(Package, resource)
    native = [f.path for f in package.files if f.machine == "x86_64"] if package else []
    switch = SetProperty(
        "Architectures",
        "arm64",
        "Deploy for arm64 and compare the durations",
        "every native file of the package, its layers and extensions must be built for arm64",
    )
    if not native:
        return (switch,)
    told = f"Build for arm64 what is native code now for x86_64: {len(native)} files"
    return (FixPackage("rebuild", native[0], told), switch)
