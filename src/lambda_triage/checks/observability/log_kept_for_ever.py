"""Log groups that keep everything, since nobody set how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import LogGroup
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

OWN = "/aws/lambda/"  # where Lambda writes unless told otherwise (Lambda guide, 2026)
LARGE = 100_000_000  # bytes: below it a month costs less than a cent (CloudWatch pricing, 2026)
DAYS = 30  # a retention that CloudWatch Logs takes (PutRetentionPolicy, 2026)


@check(
    id="observability/log-kept-for-ever",
    title="The log is never deleted",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("log_groups",),
    cause="log_cost",
)
def log_kept_for_ever(scene: Scene) -> Iterator[Finding]:
    by_group = {_group(f): f.resource for f in scene.case.functions}
    for group in scene.case.documents(LogGroup):
        # Without a retention events never expire (CloudWatch Logs, PutRetentionPolicy, 2026). Only
        # AWS itself tells how much there is; a declared group has nothing in it yet.
        stored = group.stored or 0
        known = group.resource in by_group or group.resource.startswith(OWN)
        if not known or not group.complete or group.retention_d or stored < LARGE:
            continue
        text = f"{group.resource} holds {stored / 1e9:.1f} GB and has no retentionInDays"
        yield Finding(
            resource=by_group.get(group.resource, f"?:{group.name}"),
            summary=f"The log is kept for ever: {text}",
            key=group.resource,
            citations=(Citation(place=group.place("stored"), text=text),),
            cause="log_cost",
            remedies=(
                Command(
                    (
                        "aws",
                        "logs",
                        "put-retention-policy",
                        "--log-group-name",
                        group.resource,
                        "--retention-in-days",
                        str(DAYS),
                    ),
                    f"Keep the log for {DAYS} days, or as long as a rule of yours demands",
                    "what is older is deleted and cannot be brought back",
                ),
            ),
        )


def _group(function: FunctionConfiguration) -> str:
    return function.log_group or f"/aws/lambda/{function.name}"
