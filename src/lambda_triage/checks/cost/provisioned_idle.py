"""Provisioned environments that stand idle most of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.series import levels
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

METRIC = "ProvisionedConcurrencyUtilization"  # share in use (Lambda guide, metrics, 2026)
IDLE = 0.4  # of what is paid; our choice
LEAST_US = 86_400_000_000  # a day: below it nights and days do not even out
FEWEST = 24  # points


@check(
    id="cost/provisioned-idle",
    title="Provisioned concurrency stands idle",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
)
def provisioned_idle(scene: Scene) -> Iterator[Finding]:
    for series in levels(scene, METRIC):
        points = series.points
        if len(points) < FEWEST or points[-1][0] - points[0][0] < LEAST_US:
            continue
        used = series.total / len(points)
        if not 0 <= used <= 1 - IDLE:
            continue
        text = (
            f"{100 * (1 - used):.0f} % of the provisioned environments are idle on average, and"
            f" {100 * (1 - min(series.peak, 1)):.0f} % at the busiest time"
        )
        id = f"function:{name(series.resource)}:<alias>"
        argv = ("aws", "application-autoscaling", "put-scaling-policy", "--service-namespace",
                "lambda", "--resource-id", id, "--scalable-dimension",
                "lambda:function:ProvisionedConcurrency")  # fmt: skip
        yield Finding(
            resource=series.resource,
            summary=text,
            citations=(series.citation(text),),
            remedies=(
                Command(
                    (*argv, "--policy-name", "<name>", "--policy-type", "TargetTrackingScaling"),
                    "Let it follow its utilisation or a schedule, or provision less",
                    "what is not provisioned starts cold",
                ),
            ),
        )
