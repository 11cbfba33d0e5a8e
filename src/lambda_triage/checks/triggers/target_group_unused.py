"""Load balancers that never come to the function: nothing is registered, or no rule leads there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import ResourcePolicy, TargetGroup, TargetHealth
from lambda_triage.evidence.naming import UNNAMED, name
from lambda_triage.findings import Citation, Command, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Remedy

# No rule of a listener forwards to the group (ELB API reference, TargetHealth, 2026).
UNUSED = "Target.NotInUse"


@check(
    id="triggers/target-group-unused",
    title="The load balancer does not reach the function",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("target_groups", "target_health"),
)
def target_group_unused(scene: Scene) -> Iterator[Finding]:
    groups = {_title(g): g for g in scene.case.documents(TargetGroup) if g.type == "lambda"}
    only = next(iter(groups.values())) if len(groups) == 1 else None
    for health in scene.case.documents(TargetHealth):
        group = only if health.resource == UNNAMED else groups.get(name(health.resource))
        targets = health.targets if health.complete else None
        if group is None or not isinstance(targets, list):
            continue
        function = _function(scene, group)
        if not targets and group.balancers:
            summary = f"The target group {_title(group)} is empty: its load balancer answers 503"
            text, remedy = "no target is registered", _register(group, function)
        elif any(_reason(one) == UNUSED for one in targets):
            summary = f"No rule of a load balancer forwards to the target group {_title(group)}"
            text, remedy = UNUSED, FORWARD
        else:
            continue
        yield Finding(
            resource=function or group.resource,
            summary=summary,
            citations=(Citation(place=health.place("targets"), text=text),),
            remedies=(remedy,),
        )


FORWARD = Manual(
    "Give a listener of the load balancer a rule that forwards to the target group",
    "which listener and which path is not in the evidence",
)


def _title(group: TargetGroup) -> str:
    """`web` of `arn:…:targetgroup/web/0123…`."""
    return group.resource.partition(":targetgroup/")[2].partition("/")[0] or name(group.resource)


def _reason(target: object) -> str | None:
    health = target.get("TargetHealth") if isinstance(target, dict) else None
    return health.get("Reason") if isinstance(health, dict) else None


def _function(scene: Scene, group: TargetGroup) -> str | None:
    """The function whose policy lets this group in; None where none or several do."""
    found = {
        scene.key(policy.resource)
        for policy in scene.case.documents(ResourcePolicy)
        if ":function:" in policy.resource and group.resource in json.dumps(policy.document)
    }
    return next(iter(found)) if len(found) == 1 else None


def _register(group: TargetGroup, function: str | None) -> Remedy:
    group_of = ("--target-group-arn", group.resource)
    return Command(
        ("aws", "elbv2", "register-targets", *group_of, "--targets", f"Id={function or '<ARN>'}"),
        "Register the function, or its alias, with the target group",
        "requests come to the function from then on",
    )
