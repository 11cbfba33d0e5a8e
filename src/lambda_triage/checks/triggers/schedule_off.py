"""Schedules of EventBridge Scheduler that are disabled, have ended, ran once or have not begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.checks.check import check
from lambda_triage.checks.day import day
from lambda_triage.checks.schedule_times import once_us
from lambda_triage.checks.triggering import Triggering, stopped
from lambda_triage.evidence.documents import Schedule
from lambda_triage.findings import Citation, Manual, Role, Severity
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding

DAY_US = 86_400_000_000
ONCE = "at("  # a schedule of one time ends by itself
RAN = 0.5  # weight of a one-time schedule that is over: most such schedules are done with
LATE_US = 60_000_000  # a run begins within a minute of its time (Scheduler guide, 2026)


@check(
    id="triggers/schedule-off",
    title="The schedule does not run",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("schedules",),
    cause="trigger_disabled",
)
def schedule_off(scene: Scene) -> Iterator[Finding]:
    triggering, today_us = Triggering(scene), _today_us(scene)
    for schedule in scene.case.documents(Schedule):
        told = _off(schedule, today_us)
        if told is None:
            continue
        field, text, fix = told
        named = f" ({schedule.expression})" if schedule.expression else ""
        for resource in triggering.reached(schedule.arn) or (schedule.resource,):
            off = schedule.state == "DISABLED"
            found = stopped(
                resource,
                f"The schedule {schedule.name}{named} does not run: {text}",
                schedule.resource,
                Citation(place=schedule.place(field), text=text),
                Manual(fix, "UpdateSchedule replaces the whole schedule, its target's input too"),
                opens=off and schedule.answered and not triggering.runs(resource),
            )
            if field != "expression" or _is_late(schedule):
                yield found
            elif not triggering.runs(resource):
                yield replace(found, weight=RAN)


def _off(schedule: Schedule, today_us: int) -> tuple[str, str, str] | None:
    """The field that keeps it from running, the proof and the remedy; None where it runs."""
    if schedule.state == "DISABLED":
        return "state", "State DISABLED", "Set the schedule's State to ENABLED"
    if (schedule.expression or "").startswith(ONCE):
        return _once(schedule, today_us)
    end, start = micros(schedule.end), micros(schedule.start)
    if end is not None and end < today_us:
        return "end", f"EndDate {schedule.end}", "Remove the EndDate or set a later one"
    if start is not None and start >= today_us + DAY_US:
        return "start", f"StartDate {schedule.start}", "Set an earlier StartDate, if it should run"
    return None


def _once(schedule: Schedule, today_us: int) -> tuple[str, str, str] | None:
    """A schedule of one time that is over, and that may never have run."""
    once = once_us(schedule.expression or "", schedule.zone or "UTC")
    if once is None or once >= today_us:
        return None
    zone = schedule.zone or "UTC"
    if _is_late(schedule):
        text = f"its one time ({zone}) was over when it was made ({schedule.created})"
    else:
        text = f"its one time ({zone}) is over"
    return "expression", text, "Set a later time, or rate(…) or cron(…) for one that comes again"


def _is_late(schedule: Schedule) -> bool:
    """Whether its one time was over when it was made, so that it never came."""
    once = once_us(schedule.expression or "", schedule.zone or "UTC")
    made = micros(schedule.created)
    return once is not None and made is not None and once + LATE_US < made


def _today_us(scene: Scene) -> int:
    return micros(day(scene).isoformat() + "T00:00:00Z") or 0
