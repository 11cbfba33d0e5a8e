"""Execution roles that lack what a queue's poller does in the function's name."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.feeding import Feeding
from lambda_triage.checks.signature import STRONG
from lambda_triage.errors import PolicyError, UsageError
from lambda_triage.evidence.documents import AttachedPolicies, IdentityPolicy
from lambda_triage.evidence.documents import Role as RoleDocument
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, GrantAction, Role, Severity
from lambda_triage.iam.document import parse
from lambda_triage.iam.evaluate import evaluate
from lambda_triage.iam.policies import Policies
from lambda_triage.iam.request import Request, principal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.feeding import Feed
    from lambda_triage.checks.scene import Scene
    from lambda_triage.iam.document import Policy

# What the poller calls (Lambda guide, 'Using Lambda with SQS', permissions, 2026).
NEEDED = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
ROLE = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/.+")
PROBLEM = "PROBLEM"  # how Lambda begins a LastProcessingResult that is not good


@check(
    id="queues/poller-not-allowed",
    title="The function's role may not read the queue",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("mappings", "functions", "policies"),
    cause="access_denied_identity",
)
def poller_not_allowed(scene: Scene) -> Iterator[Finding]:
    for feed in Feeding(scene).feeds:
        function = feed.configuration
        role = function.role if function else None
        failing = (feed.mapping.last_result or "").startswith(PROBLEM)
        if not role or not failing or not feed.source.startswith("arn:"):
            continue  # a poller that works shows that it may, whatever is not in the evidence
        known = _policies(scene, role) if ROLE.fullmatch(role) else None
        lacking = _lacking(role, feed.source, known) if known else ()
        if known and lacking:
            yield _finding(feed, role, lacking, known[0][0])


def _policies(scene: Scene, role: str) -> list[tuple[IdentityPolicy, Policy]]:
    """The role's policies; none where one that is attached is not in the evidence."""
    found = [
        p for p in scene.case.documents(IdentityPolicy) if p.role and name(p.role) == name(role)
    ]
    attached: set[str] = set()
    for one in scene.case.documents(RoleDocument):
        attached |= set(one.managed or ()) if name(one.resource) == name(role) else set()
    for other in scene.case.documents(AttachedPolicies):
        attached |= set(other.arns or ()) if name(other.resource) == name(role) else set()
    if attached:
        return []  # managed policies are read by their role only where they are inline
    read = []
    for policy in found:
        try:
            text = policy.document
            read.append((policy, parse(text if isinstance(text, str | dict) else json.dumps(text))))
        except PolicyError:
            return []
    return read


def _lacking(role: str, queue: str, known: list[tuple[IdentityPolicy, Policy]]) -> tuple[str, ...]:
    policies = Policies(identity=tuple(policy for _, policy in known))
    try:
        who = principal(role)
    except UsageError:
        return ()
    asked = ((action, Request(action, queue, who)) for action in NEEDED)
    refused = ("implicit_deny", "explicit_deny")
    return tuple(a for a, r in asked if evaluate(r, policies).as_known in refused)


def _finding(feed: Feed, role: str, lacking: tuple[str, ...], policy: IdentityPolicy) -> Finding:
    queue = feed.source.rpartition(":")[2]
    text = f"no policy of {name(role)} allows {', '.join(lacking)} on {queue}"
    return Finding(
        resource=feed.function,
        summary=f"The trigger cannot read its queue: {text}",
        key=feed.source,
        citations=(Citation(place=policy.place("document"), text=text),),
        cause="access_denied_identity",
        weight=STRONG,
        explains=("not_triggered", "backlog"),
        facts=(("resource", feed.source),),
        remedies=(
            GrantAction(NEEDED, feed.source, None, "identity", "Let the role read its queue"),
        ),
    )
