"""Queues whose policy does not admit the service that should send to them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding, is_whole
from lambda_triage.checks.sending import sendings
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.errors import PolicyError
from lambda_triage.evidence.documents import ResourcePolicy
from lambda_triage.evidence.naming import same
from lambda_triage.findings import Citation, Finding, GrantAction, Role, Severity
from lambda_triage.iam.document import Policy, parse
from lambda_triage.iam.evaluate import evaluate
from lambda_triage.iam.policies import Policies
from lambda_triage.iam.request import Request, principal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.sending import Sending
    from lambda_triage.evidence.documents import Json, Queue
    from lambda_triage.evidence.place import Place

SEND = "sqs:SendMessage"
REFUSED = ("implicit_deny", "explicit_deny")


@check(
    id="queues/sender-not-admitted",
    title="The queue does not admit what should send to it",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("queues",),
    cause="access_denied_resource_policy",
)
def sender_not_admitted(scene: Scene) -> Iterator[Finding]:
    feeding = Feeding(scene)
    for sending in sendings(scene):
        queue = feeding.queue(sending.queue)
        found = _policy(scene, queue) if queue and queue.resource.startswith("arn:") else None
        if queue is None or found is None or not _is_refused(sending, queue, found[0]):
            continue
        text = f"the policy of {queue.name} does not let {sending.service} send for it"
        for resource in feeding.readers(queue.resource) or (queue.resource,):
            yield Finding(
                resource=resource,
                summary=f"Nothing arrives from {sending.label}: {text}",
                key=f"{queue.resource}&{sending.label}",
                citations=(
                    Citation(place=found[1], text=text),
                    Citation(place=sending.place, text=f"{sending.label} sends to {queue.name}"),
                ),
                cause="access_denied_resource_policy",
                weight=DECISIVE,
                explains=("not_triggered", "events_lost"),
                remedies=(
                    GrantAction(
                        (SEND,),
                        queue.resource,
                        sending.service,
                        "resource",
                        f"Allow it with aws:SourceArn {sending.source or '<its ARN>'}",
                    ),
                ),
            )


def _policy(scene: Scene, queue: Queue) -> tuple[Policy | None, Place] | None:
    """The queue's policy, None in it where there is none; None where that is unknown."""
    told: Json = queue.policy
    place = queue.place("policy")
    for document in scene.case.documents(ResourcePolicy):
        if told is None and same(document.resource, queue.resource):
            told, place = document.document, document.place("document")
    if told is None:
        # An answer without Policy says that there is none: then only the owner's roles may send.
        return (None, place) if is_whole(queue) else None
    try:
        return parse(told if isinstance(told, str | dict) else json.dumps(told)), place
    except PolicyError:
        return None


def _is_refused(sending: Sending, queue: Queue, policy: Policy | None) -> bool:
    account = queue.resource.split(":")[4]
    context: dict[str, str | list[str]] = {"aws:SecureTransport": "true"}
    if sending.source:
        context |= {"aws:SourceArn": sending.source, "aws:SourceAccount": account}
    asked = Request(SEND, queue.resource, principal(sending.service), context)
    return evaluate(asked, Policies(resource=policy)).as_known in REFUSED
