"""Rules that no event passed, although their bus had events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.series import counts
from lambda_triage.checks.signature import STRONG
from lambda_triage.checks.triggering import Triggering
from lambda_triage.evidence.naming import UNNAMED, name, same
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series
    from lambda_triage.evidence.documents import Rule

# Of a rule and of a bus (EventBridge guide, monitoring, 2026). CloudWatch has no points of nought
# for them: nought is told only where the query filled them in, and silence is not taken for it.
OF_RULE = ("TriggeredRules", "MatchedEvents")
OF_BUS = ("PutEventsApproximateSuccessCount", "PutEventsEntriesCount", "MatchedEvents")


@check(
    id="triggers/rule-never-matches",
    title="No event passes the rule, though the bus has events",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("rules", "metrics"),
    cause="event_filter_mismatch",
)
def rule_never_matches(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    told = [s for metric in OF_RULE for s in counts(scene, metric)]
    buses = [s for metric in OF_BUS for s in counts(scene, metric) if s.total > 0]
    for rule in triggering.rules:
        own = [s for s in told if same(s.resource, rule.resource)]
        bus = next((s for s in buses if _is_bus(s, rule, triggering)), None)
        on = rule.pattern is not None and rule.schedule is None and rule.state != "DISABLED"
        if not on or not own or any(s.total for s in own) or bus is None:
            continue
        text = f"{own[0].metric}: 0 of {bus.total:,.0f} events ({bus.metric})"
        for resource in triggering.behind(rule) or (rule.resource,):
            yield Finding(
                resource=resource,
                summary=f"No event passed the rule {rule.name} while its bus had some: {text}",
                key=rule.resource,
                citations=(
                    own[0].citation(f"{own[0].metric}: 0"),
                    bus.citation(f"{bus.metric}: {bus.total:,.0f}", bus.first_us(1)),
                    Citation(place=rule.place("pattern"), text="EventPattern"),
                ),
                cause="event_filter_mismatch",
                weight=STRONG,
                explains=("not_triggered",),
                remedies=(_try(rule),),
            )


def _is_bus(series: Series, rule: Rule, triggering: Triggering) -> bool:
    """Whether the metric is about the rule's bus: its label names this bus, or no bus at all."""
    if any(same(series.resource, other.resource) for other in triggering.rules):
        return False
    bus = name(rule.bus or "default")
    unsaid = series.resource == UNNAMED or not series.resource.startswith("?:")
    return unsaid or name(series.resource) == bus


def _try(rule: Rule) -> Command:
    argv = ("aws", "events", "test-event-pattern", "--event", "file://event.json",
            "--event-pattern", "file://pattern.json")  # fmt: skip
    return Command(argv, f"Try the pattern of {rule.name} on a real event, and correct it")
