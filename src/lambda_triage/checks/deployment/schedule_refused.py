"""Schedule expressions that EventBridge does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.weighed import SPECIFIC
from lambda_triage.checks.wrapped import wrapped
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal


def _fix(_: Signal, __: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    told = (
        "Write cron with six fields (minutes hours day month weekday year), one of day and weekday"
        " as ?, weekdays from 1 for Sunday; rate(1 minute), but rate(5 minutes)"
    )
    return (EditCode(told),)


SCHEDULE_REFUSED = signature_check(
    id="deployment/schedule-refused",
    title="A schedule expression is not valid",
    severity=Severity.HIGH,
    cause="schedule_invalid",
    since="0.1",
    messages=(
        message(
            "expression",
            "ScheduleExpression is not",
            "Parameter ScheduleExpression",
            "Invalid Schedule Expression",
            "Cannot supply both 'day' and 'weekDay'",
            pattern=wrapped(
                r"Parameter ScheduleExpression is not valid|Invalid Schedule "
                r"Expression(?: (?P<expression>(?:cron|rate|at)\([^)\n]{0,80}\)))?"
                r"|Cannot supply both 'day' and 'weekDay'"
            ),
            source="Amazon EventBridge, PutRule and CreateSchedule ValidationException;"
            " aws-cdk-lib, 2025",
        ),
    ),
    summary="EventBridge does not take the schedule expression",
    fix=_fix,
    weight=SPECIFIC,
    symptom="deployment",
)
