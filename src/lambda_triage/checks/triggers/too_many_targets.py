"""Rules with more targets than EventBridge takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.checks.triggering import Triggering
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

MOST = 5  # targets of one rule, which no quota raises (EventBridge quotas, 2026)


@check(
    id="triggers/too-many-targets",
    title="The rule has more targets than EventBridge takes",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("rules", "targets"),
    cause="template_invalid",
)
def too_many_targets(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    for rule in triggering.rules:
        targets = [t for t in triggering.targets(rule) if not t.complete]
        count = len({t.id or t.resource for t in targets})
        if count <= MOST:
            continue
        text = f"{count} targets are declared, {MOST} are allowed"
        yield Finding(
            resource=rule.resource,
            summary=f"EventBridge refuses the targets of the rule {rule.name}: {text}",
            citations=(Citation(place=targets[MOST].place("arn"), text=text),),
            cause="template_invalid",
            weight=STRONG,
            explains=("deployment",),
            remedies=(
                EditCode(
                    "Declare a second rule with the same pattern for the rest, or let the rule send"
                    " to one topic that fans out"
                ),
            ),
        )
