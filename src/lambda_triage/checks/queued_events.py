"""Functions that are invoked asynchronously: by whom, and where their failed events go."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lambda_triage.evidence.documents import (
    InvokeConfig,
    Notification,
    ResourcePolicy,
    Schedule,
    Subscription,
    Target,
)
from lambda_triage.evidence.gap import EVERYTHING
from lambda_triage.evidence.naming import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json
    from lambda_triage.evidence.function import FunctionConfiguration

# Services that hand events to Lambda's own queue (Lambda guide, 'Invoking with events', 2026).
SERVICES = {
    "s3.amazonaws.com": "S3", "sns.amazonaws.com": "SNS", "events.amazonaws.com": "EventBridge",
    "ses.amazonaws.com": "SES", "iot.amazonaws.com": "IoT", "config.amazonaws.com": "Config",
    "logs.amazonaws.com": "CloudWatch Logs", "codecommit.amazonaws.com": "CodeCommit",
}  # fmt: skip


def triggers(scene: Scene) -> dict[str, tuple[str, ...]]:
    """By function key, the services that invoke it asynchronously."""
    found: dict[str, set[str]] = defaultdict(set)
    for reference, service in _told(scene):
        if reference:
            found[scene.key(reference)].add(service)
    return {function: tuple(sorted(services)) for function, services in sorted(found.items())}


def config(scene: Scene, function: str) -> InvokeConfig | None:
    """How Lambda treats the function's events; None where nothing is set, or nothing is known."""
    found = [c for c in scene.case.documents(InvokeConfig) if same(c.resource, function)]
    return next((c for c in found if c.on_failure), found[0] if found else None)


def is_known(scene: Scene, function: str) -> bool:
    """Whether the evidence tells what becomes of the function's events."""
    gaps = scene.case.gaps(("invoke_configs",))
    return not any(g.resource == EVERYTHING or same(g.resource, function) for g in gaps)


def kept_in(scene: Scene, function: FunctionConfiguration | None, key: str) -> str | None:
    """Where events go that failed; None where nowhere is known."""
    told = config(scene, key)
    return (told.on_failure if told else None) or (function.dead_letter if function else None)


def _told(scene: Scene) -> Iterator[tuple[str, str]]:
    case = scene.case
    for subscription in case.documents(Subscription):
        if subscription.protocol == "lambda":
            yield subscription.endpoint or "", "SNS"
    for notification in case.documents(Notification):
        for rule in notification.functions if isinstance(notification.functions, list) else []:
            if isinstance(rule, dict):
                yield str(rule.get("LambdaFunctionArn", rule.get("Function", ""))), "S3"
    functions = {f.resource for f in case.functions}
    for target in case.documents(Target):
        if ":lambda:" in target.resource or target.resource in functions:
            yield target.resource, "EventBridge"
    for schedule in case.documents(Schedule):
        if schedule.arn and (":lambda:" in schedule.arn or schedule.arn in functions):
            yield schedule.arn, "EventBridge Scheduler"
    for policy in case.documents(ResourcePolicy):
        if ":lambda:" in policy.resource or policy.resource in functions:
            for service in _admitted(policy.document):
                yield policy.resource, service


def _admitted(document: Json) -> Iterator[str]:
    """Asynchronous services that a function's policy lets invoke it."""
    statements = document.get("Statement") if isinstance(document, dict) else None
    for statement in statements if isinstance(statements, list) else [statements]:
        if not isinstance(statement, dict) or statement.get("Effect") != "Allow":
            continue
        who = statement.get("Principal")
        named = who.get("Service") if isinstance(who, dict) else None
        for service in named if isinstance(named, list) else [named]:
            if isinstance(service, str) and service in SERVICES:
                yield SERVICES[service]
