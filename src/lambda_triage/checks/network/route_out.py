"""Functions in a VPC whose subnets do lead out: known counter-evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.way_out import ways_out
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="network/route-out",
    title="The function's subnets have a way out",
    severity=Severity.LOW,
    role=Role.CONTEXT,
    since="0.1",
    reads=("functions", "route_tables"),
)
def route_out(scene: Scene) -> Iterator[Finding]:
    for function in scene.case.functions:
        outs = ways_out(scene.case, function)
        tables = [o.table for o in outs if o.way in ("nat", "other") and o.table is not None]
        if outs and len(tables) == len(outs) and all(t.complete for t in tables):
            ways = sorted({str(o.way) for o in outs})
            text = f"a default route leads out of every subnet ({', '.join(ways)})"
            place = Place(tables[0].input, path=f"{tables[0].path}Routes")
            yield Finding(
                resource=function.resource,
                summary=f"In the VPC, {text}",
                citations=(Citation(place=place, text=text),),
                facts=(("way", ways[0]),),
            )
