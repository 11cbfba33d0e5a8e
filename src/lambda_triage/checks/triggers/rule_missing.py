"""Rules that a function's policy lets in, and that are no longer there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.policies_of import readable
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.documents import ResourcePolicy, Rule
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

LISTED = "Rules["  # path of a rule in the answer of ListRules, which tells all of one bus


@check(
    id="triggers/rule-missing",
    title="The rule that should invoke the function does not exist",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("rules",),
    cause="resource_not_found",
)
def rule_missing(scene: Scene) -> Iterator[Finding]:
    rules = {r.resource: r for r in scene.case.documents(Rule) if r.complete}
    listed = {_bus(r.resource): r for r in rules.values() if LISTED in r.path}
    for policy in scene.case.documents(ResourcePolicy):
        wanted = dict.fromkeys(_wanted(policy)) if policy.complete else {}
        if any(arn in rules for arn in wanted):
            continue  # another rule of the policy is there, and may have replaced it
        for arn in wanted:
            beside = listed.get(_bus(arn))
            if beside is None:
                continue
            text = f"its policy lets in the rule {name(arn)}, which is not among those of the bus"
            yield Finding(
                resource=scene.key(policy.resource),
                summary=f"No rule invokes the function: {text}",
                key=arn,
                citations=(
                    Citation(place=policy.place("document"), text=arn),
                    Citation(place=beside.place("state"), text="ListRules does not have it"),
                ),
                cause="resource_not_found",
                weight=HINT,
                explains=("not_triggered",),
                remedies=(
                    Manual(
                        "Deploy the rule again, or let in the ARN of the one that replaced it",
                        "what became of the rule is not in the evidence",
                    ),
                ),
            )


def _wanted(policy: ResourcePolicy) -> Iterator[str]:
    """ARNs of rules, without wildcards, that a function's policy names."""
    read = readable(policy.document, policy.name) if ":lambda:" in policy.resource else None
    for statement in read.statements if read else ():
        for condition in statement.conditions if statement.effect == "Allow" else ():
            for value in condition.values if condition.key.lower() == "aws:sourcearn" else ():
                if ":events:" in value and ":rule/" in value and not set("*?") & set(value):
                    yield value


def _bus(arn: str) -> str:
    """The part that all rules of one bus share."""
    return arn.rpartition("/")[0]
