"""Functions that none of the alarms at hand looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.alarms import watches
from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Alarm
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.findings import Remedy


@check(
    id="observability/no-alarm",
    title="No alarm looks at the function",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "alarms"),
)
def no_alarm(scene: Scene) -> Iterator[Finding]:
    alarms = scene.case.documents(Alarm)
    if scene.case.gaps((Alarm.KIND,)):
        return  # an alarm that was not seen may look at it
    for function in scene.case.functions:
        if not function.complete or any(watches(alarm, function) for alarm in alarms):
            continue
        text = f"{_count(len(alarms))} looks at it"
        yield Finding(
            resource=function.resource,
            summary=f"Nobody is told when the function fails: {text}",
            citations=(Citation(text=text),),
            remedies=(_fix(function),),
        )


def _count(alarms: int) -> str:
    if not alarms:
        return "there is no alarm that"
    return f"none of the {alarms} alarms" if alarms > 1 else "the only alarm in the evidence never"


def _fix(function: FunctionConfiguration) -> Remedy:
    # Errors are a count of failed invocations, so their Sum counts (Lambda guide, metrics, 2026).
    own = function.name or name(function.resource)
    return Command(
        (
            "aws", "cloudwatch", "put-metric-alarm",
            "--alarm-name", f"{own}-errors",
            "--namespace", "AWS/Lambda", "--metric-name", "Errors", "--statistic", "Sum",
            "--dimensions", f"Name=FunctionName,Value={own}",
            "--period", "300", "--evaluation-periods", "1", "--threshold", "0",
            "--comparison-operator", "GreaterThanThreshold",
            "--treat-missing-data", "notBreaching",
            "--alarm-actions", "<ARN of an SNS topic>",
        ),
        "Tell somebody of failed invocations, and likewise of Throttles",
        "a threshold of 0 tells of every single failure: raise it to what is worth waking up for",
    )  # fmt: skip
