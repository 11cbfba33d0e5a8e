"""DynamoDB tables of fixed capacity that nothing adjusts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Known, ScalingTarget, Table
from lambda_triage.findings import Citation, Command, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# Application Auto Scaling, RegisterScalableTarget, ScalableDimension, 2026.
DIMENSIONS = (("dynamodb:table:ReadCapacityUnits", "read"),
              ("dynamodb:table:WriteCapacityUnits", "write"))  # fmt: skip

TERRAFORM = re.compile(r"^table/\$\{aws_dynamodb_table\.([\w-]{1,200})(?:\[[^\]]{0,20}\])?\.\w+\}$")


@check(
    id="scaling/table-not-autoscaled",
    title="A table has a fixed capacity",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("tables",),
)
def table_not_autoscaled(scene: Scene) -> Iterator[Finding]:
    targets = scene.case.documents(ScalingTarget)
    if any("${" in _named(target) for target in targets):
        return  # only a deployment tells what is scaled
    for table in scene.case.documents(Table):
        asked = [t for t in targets if t.known is Known.ANSWER]
        if table.billing != "PROVISIONED" or table.write_units is None or table.read_units is None:
            continue
        if table.known is not Known.TEMPLATE and not asked:
            continue  # nobody asked for scaling targets: unknown
        own = _ids(table)
        scaled = {t.dimension for t in targets if _named(t) in own}
        fixed = [told for dimension, told in DIMENSIONS if dimension not in scaled]
        if fixed:
            yield _finding(table, fixed)


def _named(target: ScalingTarget) -> str:
    """`table/seats`: by name, or by a template's own name of it."""
    return TERRAFORM.sub(r"table/\1", target.target or "${}").replace("table/?:", "table/")


def _ids(table: Table) -> tuple[str, ...]:
    """How a target may name the table: by its name, or by its name in the template."""
    declared = table.path.removeprefix("Resources.").partition(".")[0]
    return f"table/{table.name.removeprefix('?:')}", f"table/{declared}"


def _finding(table: Table, fixed: list[str]) -> Finding:
    units = {"read": table.read_units, "write": table.write_units}
    told = " and ".join(f"{units[side]} {side}" for side in fixed)
    text = f"{told} units, and no scaling target for {' or '.join(fixed)}"
    own = table.name.removeprefix("?:")
    return Finding(
        resource=table.resource,
        summary=f"The table {own} has a fixed capacity: {text}",
        citations=(
            Citation(
                place=table.place("read_units" if fixed[0] == "read" else "write_units"), text=text
            ),
        ),
        remedies=(
            Command(
                (
                    "aws", "dynamodb", "update-table", "--table-name", own,
                    "--billing-mode", "PAY_PER_REQUEST",
                ),
                "Let the table take what comes",
                "a steady load costs more on demand than provisioned with auto scaling",
            ),
            EditCode(f"Or register {' and '.join(fixed)} capacity with Application Auto Scaling"),
        ),
    )  # fmt: skip
