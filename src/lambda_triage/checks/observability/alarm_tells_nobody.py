"""Alarms of functions that do nothing when they fire."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lambda_triage.checks.alarms import function_of
from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Alarm, Known
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

MOST = 4  # alarms named in the sentence


@check(
    id="observability/alarm-tells-nobody",
    title="An alarm tells nobody",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("alarms",),
)
def alarm_tells_nobody(scene: Scene) -> Iterator[Finding]:
    found: dict[str, list[Alarm]] = defaultdict(list)
    for alarm in scene.case.documents(Alarm):
        resource = function_of(scene, alarm)
        if resource and alarm.known is not Known.NOTE and _field(alarm):
            found[resource].append(alarm)
    for resource, alarms in found.items():
        names = [alarm.name for alarm in alarms]
        more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
        firing = sum(alarm.state == "ALARM" for alarm in alarms)
        now = f"; {firing} of them in state ALARM" if firing else ""
        yield Finding(
            resource=resource,
            summary=f"Alarms without an action that runs: {', '.join(names[:MOST])}{more}{now}",
            citations=tuple(
                Citation(place=alarm.place(_field(alarm)), text=f"{alarm.name}: {_why(alarm)}")
                for alarm in alarms[:MOST]
            ),
            remedies=(
                Manual(
                    "Give each alarm an action, such as an SNS topic that reaches the people on"
                    " call, and switch its actions on",
                    "who has to be told is not in the evidence",
                ),
            ),
        )


def _field(alarm: Alarm) -> str:
    """The field that keeps the alarm silent; empty where it tells somebody, or nothing is known."""
    if alarm.actions_on is False:
        return "actions_on"
    return "actions" if alarm.actions == () else ""


def _why(alarm: Alarm) -> str:
    return "ActionsEnabled is false" if alarm.actions_on is False else "AlarmActions is empty"
