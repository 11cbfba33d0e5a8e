"""Functions that may not use the key of the queue that triggers them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.grants import grant_remedies
from lambda_triage.checks.policies_of import account, held, principal_of, resource_policy
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, Role, Severity
from lambda_triage.iam.evaluate import evaluate
from lambda_triage.iam.policies import Policies
from lambda_triage.iam.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.feeding import Feed
    from lambda_triage.checks.scene import Scene

DECRYPT = "kms:Decrypt"
REFUSED = ("implicit_deny", "explicit_deny")
PROBLEM = "PROBLEM"  # how Lambda begins a LastProcessingResult that is not good
ID = re.compile(r"(?:mrk-)?[0-9a-f-]{8,64}")  # of a key; an alias says not which key it is


@check(
    id="rights/queue-key-not-permitted",
    title="The function may not use its queue's key",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("mappings", "queues", "policies", "resource_policies"),
    cause="kms_access_denied",
)
def queue_key_not_permitted(scene: Scene) -> Iterator[Finding]:
    for feed in Feeding(scene).feeds:
        function, key = feed.configuration, _key(feed)
        role = function.role if function else None
        known = held(scene, role) if role else None
        given = resource_policy(scene, key) if key else None
        who = principal_of(role) if role else None
        result = feed.mapping.last_result or PROBLEM
        if not key or not who or not known or not given or not known.whole or not feed.queue:
            continue
        asked = Request(DECRYPT, key, who)
        policies = Policies(identity=known.policies, resource=given[0])
        refused = evaluate(asked, policies).as_known in REFUSED
        if not refused or not result.startswith(PROBLEM):
            continue  # a poller that works shows that it may
        text = f"role {name(known.role)} may not {DECRYPT} with key {name(key)}"
        yield Finding(
            resource=feed.function,
            summary=f"The trigger cannot read {name(feed.source)}, which is encrypted: {text}",
            key=f"{feed.source} {key}",
            citations=(
                Citation(place=given[1].place("document"), text=text),
                Citation(place=feed.queue.place("key"), text=f"key {key}"),
            ),
            cause="kms_access_denied",
            weight=STRONG,
            explains=("not_triggered", "backlog"),
            remedies=grant_remedies(asked, policies, only=("identity", "resource")),
        )


def _key(feed: Feed) -> str | None:
    """The ARN of the queue's own key; None for AWS's key, an alias or none."""
    told = (feed.queue.key if feed.queue else None) or ""
    if ":key/" in told and told.startswith("arn:"):
        return told
    if not ID.fullmatch(told) or not account(feed.source):
        return None
    return feed.source.replace(":sqs:", ":kms:", 1).rpartition(":")[0] + f":key/{told}"
