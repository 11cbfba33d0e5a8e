"""Buckets that may invoke a function, and whose notifications do not name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.own_sources import notified
from lambda_triage.checks.policies_of import readable
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Notification, ResourcePolicy
from lambda_triage.evidence.naming import name, same
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

S3 = ("Service", "s3.amazonaws.com")


@check(
    id="triggers/notification-elsewhere",
    title="The bucket's notifications do not name the function",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("notifications",),
    cause="trigger_disabled",
)
def notification_elsewhere(scene: Scene) -> Iterator[Finding]:
    for policy in scene.case.documents(ResourcePolicy):
        function = scene.key(policy.resource)
        for bucket in _buckets(policy) if policy.complete else ():
            notification = scene.case.document(Notification, f"?:{bucket}")
            if notification is None or not notification.complete or "bridge" in notification.given:
                continue
            named = _functions(scene, notification)
            if any(same(function, other) for other in named):
                continue
            others = ", ".join(sorted({name(n) for n in named})[:3])
            text = f"its notifications name {others or 'no function'}"
            yield Finding(
                resource=function,
                summary=f"Bucket {bucket} may invoke the function, but does not: {text}",
                key=bucket,
                citations=(
                    Citation(place=notification.place("functions"), text=text),
                    Citation(place=policy.place("document"), text=f"allows S3 for {bucket}"),
                ),
                cause="trigger_disabled",
                weight=STRONG,
                explains=("not_triggered",),
                remedies=(
                    Manual(
                        "Add the function to the bucket's notifications, or remove the permission",
                        "PutBucketNotificationConfiguration replaces all notifications of the"
                        " bucket, which is how they get lost",
                    ),
                ),
            )


def _buckets(policy: ResourcePolicy) -> Iterator[str]:
    """Buckets that a function's policy lets in by their own ARN."""
    read = readable(policy.document, policy.name) if ":lambda:" in policy.resource else None
    for statement in read.statements if read else ():
        if statement.effect != "Allow" or S3 not in (
            statement.principals.named if statement.principals else ()
        ):
            continue
        for condition in statement.conditions:
            if condition.key.lower() == "aws:sourcearn":
                for value in condition.values:
                    bucket = value.rpartition(":::")[2]
                    if bucket and not set("*?/") & set(bucket):
                        yield bucket


def _functions(scene: Scene, notification: Notification) -> list[str]:
    told = [r.get("LambdaFunctionArn", r.get("Function")) for r in notified(notification)]
    return [scene.key(t) for t in told if isinstance(t, str)]
