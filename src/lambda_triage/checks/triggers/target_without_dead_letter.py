"""Targets of rules and schedules that keep no event which cannot be delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import HINT
from lambda_triage.checks.triggering import Triggering
from lambda_triage.evidence.documents import Known, Schedule, Target
from lambda_triage.findings import Citation, Command, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Remedy

HOUR_S = 3600


@check(
    id="triggers/target-without-dead-letter",
    title="Events that cannot be delivered are dropped",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("targets",),
    cause="dlq_misconfigured",
)
def target_without_dead_letter(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    whose = {id(t): rule for rule in triggering.rules for t in triggering.targets(rule)}
    for target in scene.case.documents(Target):
        # DeadLetterConfig that is told, but not as an ARN, is known only once it is deployed.
        if target.known is Known.NOTE or "dead_letter" in target.given:
            continue
        rule = whose.get(id(target))
        named = rule.name if rule else (target.rule or "").removeprefix("?:")
        for resource in triggering.reached(target.arn or target.resource):
            yield _finding(resource, f"rule {named}" if named else "rule", target, _rule(named))
    for schedule in scene.case.documents(Schedule):
        if schedule.known in (Known.NOTE, Known.LISTED) or "dead_letter" in schedule.given:
            continue
        fix = Manual(
            "Give the schedule's target a DeadLetterConfig",
            "UpdateSchedule replaces the whole schedule, its target's input too",
        )
        for resource in triggering.reached(schedule.arn):
            yield _finding(resource, f"schedule {schedule.name}", schedule, fix)


def _finding(resource: str, source: str, document: Target | Schedule, fix: Remedy) -> Finding:
    age_s = document.age_s if isinstance(document, Target) else None
    tries = document.retries if isinstance(document, Target) else None
    after = f" after {tries} retries" if tries is not None else ""
    after += f" or {age_s / HOUR_S:g} h" if after and age_s is not None else ""
    return Finding(
        resource=resource,
        summary=f"An event of the {source} that cannot be delivered is dropped{after}: its target"
        " has no dead-letter queue",
        key=document.resource + source,
        citations=(Citation(place=document.place("dead_letter"), text="no DeadLetterConfig"),),
        cause="dlq_misconfigured",
        weight=HINT,
        explains=("events_lost",),
        remedies=(fix,),
    )


def _rule(name: str) -> Command:
    argv = ("aws", "events", "put-targets", "--rule", name or "<rule>", "--targets",
            "file://targets.json")  # fmt: skip
    return Command(
        argv,
        "Add DeadLetterConfig to the target, with a queue that admits events.amazonaws.com",
        "it replaces the target of the same Id: keep its input",
    )
