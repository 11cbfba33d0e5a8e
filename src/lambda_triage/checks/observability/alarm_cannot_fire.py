"""Alarms on Lambda's metrics that stay silent whatever happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.alarms import LAMBDA, dimensions, function_of
from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Alarm
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

# Dimension sets under which Lambda reports (Lambda guide, "Types of metrics", 2026) hold one of
# these; a set of other names has no data.
ANCHORS = frozenset({"FunctionName", "CapacityProviderName", "EventSourceMappingUUID"})
# Words of REPORT lines and of LambdaInsights that are no metrics of AWS/Lambda (same page, 2026).
ABSENT = frozenset({
    "InitDuration", "BilledDuration", "MaxMemoryUsed", "MemoryUsed", "MemorySize", "ColdStart",
    "ColdStarts", "Timeouts", "Cost", "init_duration", "memory_utilization",
    "used_memory_max", "cpu_total_time", "billed_duration", "tmp_used",
})  # fmt: skip
# Each invocation adds 0 or 1 to these, so that none of their averages or extremes exceeds 1.
COUNTS = frozenset({"Errors", "Throttles"})
RATIOS = ("Average", "Maximum", "Minimum")
OVER = ("GreaterThanThreshold", "GreaterThanOrEqualToThreshold")
SLACK = 1.1  # Duration of a stopped invocation may exceed its time-out by some milliseconds


@check(
    id="observability/alarm-cannot-fire",
    title="An alarm cannot fire",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("alarms",),
)
def alarm_cannot_fire(scene: Scene) -> Iterator[Finding]:
    for alarm in scene.case.documents(Alarm):
        if alarm.namespace != LAMBDA or alarm.metric is None:
            continue
        resource = function_of(scene, alarm)
        function = scene.function(resource) if resource else None
        found = _dimensions(alarm) or _metric(alarm) or _threshold(alarm, function)
        if found is None:
            continue
        field, why, told = found
        yield Finding(
            resource=resource or alarm.resource,
            summary=f"Alarm {alarm.name} cannot fire: {why}",
            key=alarm.resource,
            citations=(Citation(place=alarm.place(field), text=why),),
            remedies=(Manual(told, "what is worth an alarm is the owner's choice"),),
        )


def _dimensions(alarm: Alarm) -> tuple[str, str, str] | None:
    names = dimensions(alarm)
    value = names.get("FunctionName", "")
    if ":" in value:
        why = f"FunctionName is {value}, and Lambda reports under the bare name"
        own = value.partition(":function:")[2].partition(":")[0] or value.partition(":")[0]
        return "dimensions", why, f"Set the dimension FunctionName to {own}"
    if names and not ANCHORS & names.keys():
        told = ", ".join(sorted(names))
        why = f"Lambda reports nothing under the dimension {told} alone"
        return "dimensions", why, "Add the dimension FunctionName with the function's name"
    return None


def _metric(alarm: Alarm) -> tuple[str, str, str] | None:
    if alarm.metric not in ABSENT:
        return None
    why = f"{LAMBDA} has no metric {alarm.metric}"
    told = "Take it from Lambda Insights (namespace LambdaInsights) or a metric filter on REPORT"
    return "metric", why, f"{told} lines"


def _threshold(alarm: Alarm, function: FunctionConfiguration | None) -> tuple[str, str, str] | None:
    if alarm.comparison not in OVER or alarm.threshold is None:
        return None
    strict = alarm.comparison == OVER[0]
    at, told = f"{alarm.threshold:g}", f"{alarm.statistic} of {alarm.metric}"
    beyond = alarm.threshold > 1 or (strict and alarm.threshold == 1)
    if beyond and alarm.metric in COUNTS and alarm.statistic in RATIOS:
        why = f"the {told} is at most 1, and the threshold is {at}"
        return "threshold", why, "Use the statistic Sum, which counts them"
    if alarm.metric == "Duration" and alarm.statistic != "Sum" and function is not None:
        limit = (function.timeout_s or 0) * 1000
        if limit and alarm.threshold > SLACK * limit:
            why = f"the function is stopped after {limit} ms, and the threshold is {at} ms"
            return "threshold", why, f"Set a threshold below {limit} ms"
    return None
