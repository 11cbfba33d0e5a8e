"""Topics whose messages the subscriptions' filters drop, all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.series import counts
from lambda_triage.checks.signature import DECISIVE, STRONG
from lambda_triage.checks.triggering import Triggering
from lambda_triage.evidence.documents import Subscription
from lambda_triage.evidence.naming import name, same
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.series import Series

# Metrics of a topic (SNS guide, monitoring topics with CloudWatch, 2026).
DROPPED, DELIVERED = "NumberOfNotificationsFilteredOut", "NumberOfNotificationsDelivered"
BARE = f"{DROPPED}-NoMessageAttributes"
ALL = 0.99  # of the messages; our choice: next to all
LEAST = 10  # messages from which dropping all of them is no chance


@check(
    id="triggers/filtered-out",
    title="The filter policy drops every message",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("metrics",),
    cause="event_filter_mismatch",
)
def filtered_out(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    delivered = {s.resource: s.total for s in counts(scene, DELIVERED)}
    bare = {s.resource: s for s in counts(scene, BARE)}
    for series in counts(scene, DROPPED):
        passed = delivered.get(series.resource)
        if passed is None or series.total < LEAST or series.total < ALL * (series.total + passed):
            continue
        own = [s for s in scene.case.documents(Subscription) if _is_filtered(s, series.resource)]
        functions = sorted({f for s in own for f in triggering.reached(s.endpoint)})
        for resource in functions or [scene.key(series.resource)]:
            without = bare.get(series.resource)
            all_bare = without if without and without.total >= ALL * series.total else None
            runs = triggering.runs(resource)
            yield _finding(series, resource, own, all_bare, opens=bool(all_bare) and not runs)


def _is_filtered(one: Subscription, topic: str) -> bool:
    told = one.filter is not None or "pending" not in one.given
    return told and one.topic is not None and same(one.topic, topic)


def _finding(
    series: Series, resource: str, own: list[Subscription], bare: Series | None, *, opens: bool
) -> Finding:
    topic = name(own[0].topic or "") if own else name(series.resource)
    text = f"The filter policy dropped {series.total:,.0f} messages of {topic}, and let none pass"
    proof = [series.citation(f"{DROPPED}: {series.total:,.0f}", series.first_us(1))]
    fix = "Correct the filter policy: try it on the attributes and body of a real message"
    if bare:
        text += ": they have no attributes, which it asks for"
        proof.append(bare.citation(f"{BARE}: {bare.total:,.0f}"))
        fix = "Send the attributes with the message, or set FilterPolicyScope to MessageBody"
    proof += [Citation(place=s.place("filter"), text="FilterPolicy") for s in own[:1] if s.filter]
    events = round(series.total)
    return Finding(
        resource=resource,
        summary=text,
        key=series.resource,
        citations=tuple(proof),
        cause="event_filter_mismatch",
        weight=DECISIVE if bare else STRONG,
        symptom="not_triggered",
        opens=opens,
        role=Role.SIGNATURE if opens else Role.RISK,
        explains=("not_triggered",),
        invocations=events if opens else 0,
        by_status=(("not_triggered", events),) if opens else (),
        onset_us=series.first_us(1),
        remedies=(EditCode(fix),),
    )
