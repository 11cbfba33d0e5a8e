"""Subscriptions that nobody has confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.triggering import Triggering, stopped
from lambda_triage.evidence.documents import Subscription
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Command, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Finding

PENDING = "PendingConfirmation"  # stands for the ARN in a list (SNS API, Subscription, 2026)


@check(
    id="triggers/subscription-pending",
    title="The subscription is not confirmed",
    severity=Severity.HIGH,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("subscriptions",),
    cause="trigger_disabled",
)
def subscription_pending(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    every = scene.case.documents(Subscription)
    done = {(s.topic, s.endpoint) for s in every if not _is_pending(s)}
    seen: set[tuple[str | None, str | None]] = set()
    for one in every:
        whose = (one.topic, one.endpoint)
        if not _is_pending(one) or whose in done | seen:
            continue
        seen.add(whose)
        field = "pending" if one.pending else "endpoint"
        text = f"the subscription of {name(one.endpoint or '')} is pending confirmation"
        for resource in triggering.reached(one.endpoint):
            yield stopped(
                resource,
                f"Nothing arrives from the topic {name(one.topic or '') or 'in question'}: {text}",
                f"{one.topic} {one.endpoint}",
                Citation(place=one.place(field), text=text),
                _fix(one),
                opens=one.answered and not triggering.runs(resource),
            )


def _is_pending(one: Subscription) -> bool:
    return one.pending is True or name(one.resource) == PENDING


def _fix(one: Subscription) -> Command:
    argv = ("aws", "sns", "subscribe", "--topic-arn", one.topic or "<topic>", "--protocol",
            one.protocol or "<protocol>", "--notification-endpoint",
            one.endpoint or "<endpoint>")  # fmt: skip
    told = "Subscribe again with the account that owns the function or queue: it confirms by itself"
    return Command(argv, told)
