"""Open issues of AWS's own services in the Region, as AWS Health tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.beforehand import ended_before
from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import HealthEvent
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

SUPPORT = 0.5  # log-odds: less than a hint, so that it never concludes alone
REGIONS = ("global",)  # of issues that are no single Region's


@check(
    id="downstream/aws-issue",
    title="AWS has an issue with Lambda in the Region",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("health_events",),
    cause="platform_bug",
)
def aws_issue(scene: Scene) -> Iterator[Finding]:
    for event in scene.case.documents(HealthEvent):
        past = event.status == "closed" and ended_before(scene, event.end)
        if event.category != "issue" or event.service != "LAMBDA" or past:
            continue
        until = f" until {event.end}" if event.status == "closed" and event.end else ""
        text = f"{event.code} is {event.status or 'told'} in {event.region}, from {event.start}"
        for function in scene.case.functions:
            if event.region not in (*REGIONS, _region(function.resource)):
                continue
            yield Finding(
                resource=function.resource,
                summary=f"AWS reports an issue with Lambda: {text}{until}",
                key=event.resource,
                citations=(
                    Citation(place=event.place("status"), text=text, time_us=micros(event.start)),
                ),
                cause="platform_bug",
                weight=SUPPORT,
                explains=("slow", "error", "timeout", "throttle", "init_failure", "request"),
                remedies=(
                    Manual(
                        "Read the issue in the AWS Health dashboard, and wait for its end before"
                        " changing anything that worked",
                        "whether it reaches this function is not told",
                    ),
                ),
            )


def _region(resource: str) -> str | None:
    parts = resource.split(":")
    return parts[3] if len(parts) > 3 else None
