"""Brokers of Amazon MQ that do not run while a function polls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Broker, Mapping
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# BrokerState (Amazon MQ API reference, 2026): what is left out runs, or is on its way up.
BAD = {
    "CRITICAL_ACTION_REQUIRED": "Do what ActionsRequired of DescribeBroker names; the broker works"
    " badly or not at all until then",
    "CREATION_FAILED": "Make the broker anew: its creation failed",
    "DELETION_IN_PROGRESS": "Point the mapping at another broker: this one is being deleted",
    "REBOOT_IN_PROGRESS": "Wait for the reboot; two brokers (active and standby) bridge it",
    "REPLICA": "Poll the primary broker: a replica in another Region takes no clients",
}


@check(
    id="triggers/broker-not-running",
    title="The broker that the function polls does not run",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("brokers", "mappings"),
    cause="esm_disabled_or_failed",
)
def broker_not_running(scene: Scene) -> Iterator[Finding]:
    for broker in scene.case.documents(Broker):
        fix = BAD.get(broker.state or "")
        if fix is None:
            continue
        text = f"BrokerState {broker.state}"
        text += f", {', '.join(broker.actions)} is required" if broker.actions else ""
        title = broker.title or name(broker.resource)
        polling = [m for m in scene.case.documents(Mapping) if _is_of(m, broker)]
        for resource in sorted({scene.key(m.function) for m in polling if m.function}):
            yield Finding(
                resource=resource,
                summary=f"Nothing arrives from the broker {title}, or too little: {text}",
                key=broker.resource,
                citations=(Citation(place=broker.place("state"), text=text),),
                cause="esm_disabled_or_failed",
                weight=STRONG,
                explains=("not_triggered",),
                remedies=(Manual(fix, "the broker's own log tells more"),),
            )


def _is_of(mapping: Mapping, broker: Broker) -> bool:
    return bool(mapping.source) and name(mapping.source or "") == name(broker.resource)
