"""EventBridge rules that are switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.triggering import Triggering, stopped
from lambda_triage.evidence.documents import Rule, Schedule
from lambda_triage.findings import Citation, Command, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding


@check(
    id="triggers/rule-disabled",
    title="The rule is switched off",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("rules",),
    cause="trigger_disabled",
)
def rule_disabled(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    on = {
        (function, _meaning(rule))
        for rule in triggering.rules
        if rule.state != "DISABLED"
        for function in triggering.behind(rule) or (None,)
    }
    on |= {
        (function, f"{one.expression} None")
        for one in scene.case.documents(Schedule)
        if one.state == "ENABLED"
        for function in triggering.reached(one.arn)
    }
    for rule in triggering.rules:
        if rule.state != "DISABLED":
            continue
        behind = triggering.behind(rule)
        for resource in behind or (rule.resource,):
            replaced = (resource if behind else None, _meaning(rule)) in on
            opens = rule.complete and not replaced and not triggering.runs(resource)
            yield _finding(rule, resource, opens=opens)


def _meaning(rule: Rule) -> str:
    """What makes two rules the same but for their name."""
    return f"{rule.schedule} {rule.pattern}"


def _finding(rule: Rule, resource: str, *, opens: bool) -> Finding:
    what = f"its schedule {rule.schedule} does not run" if rule.schedule else "no event passes it"
    text = f"The rule {rule.name} is off: {what}"
    proof = Citation(place=rule.place("state"), text=f"State {rule.state}")
    return stopped(resource, text, rule.resource, proof, _fix(rule), opens=opens)


def _fix(rule: Rule) -> Command:
    argv = ["aws", "events", "enable-rule", "--name", rule.name]
    if rule.bus and rule.bus != "default":
        argv += ["--event-bus-name", rule.bus]
    return Command(
        tuple(argv),
        "Switch the rule on, in the template, too",
        "somebody may have switched it off on purpose: ask first",
    )
