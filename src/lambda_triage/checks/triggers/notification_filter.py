"""Filters of bucket notifications that no object key fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.own_sources import notified
from lambda_triage.checks.signature import HINT, STRONG
from lambda_triage.evidence.documents import Notification
from lambda_triage.evidence.naming import UNNAMED
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity
from lambda_triage.sources.documents.build import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json

RULES = ("Filter.Key.FilterRules", "Filter.S3Key.Rules")  # in an answer, and in a template
TERRAFORM = {"filter_prefix": "prefix", "filter_suffix": "suffix"}


@check(
    id="triggers/notification-filter",
    title="The notification's filter fits no key",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("notifications",),
    cause="event_filter_mismatch",
)
def notification_filter(scene: Scene) -> Iterator[Finding]:
    for notification in scene.case.documents(Notification):
        bucket = notification.resource.removeprefix("?:").removeprefix("arn:aws:s3:::")
        for rule in notified(notification):
            function = rule.get("LambdaFunctionArn", rule.get("Function"))
            for kind, value in _filters(rule) if isinstance(function, str) else ():
                told = _never(kind, value, "" if notification.resource == UNNAMED else bucket)
                if told is None:
                    continue
                text, fix, weight = told
                yield Finding(
                    resource=scene.key(str(function)),
                    summary=f"The notification of bucket {bucket} lets no object through: {text}",
                    key=f"{bucket} {kind} {value}",
                    citations=(Citation(place=notification.place("functions"), text=text),),
                    cause="event_filter_mismatch",
                    weight=weight,
                    explains=("not_triggered",),
                    remedies=(EditCode(fix),),
                )


def _filters(rule: dict[str, Json]) -> Iterator[tuple[str, str]]:
    """Prefixes and suffixes, in the words of an answer, a template or Terraform."""
    for path in RULES:
        told = walk(rule, path)
        for one in told if isinstance(told, list) else []:
            if isinstance(one, dict) and isinstance(one.get("Value"), str):
                yield str(one.get("Name")).lower(), str(one["Value"])
    for key, kind in TERRAFORM.items():
        if isinstance(rule.get(key), str):
            yield kind, str(rule[key])


def _never(kind: str, value: str, bucket: str) -> tuple[str, str, float] | None:
    """Why a filter fits no ordinary key, what to write instead, and how sure that is."""
    shown = value[:80]
    if "${" in value:
        return None
    if "*" in value:
        text = f"its {kind} `{shown}` has a `*`, which S3 takes as it stands"
        return text, f"Write the {kind} without the `*`: it fits longer keys anyway", STRONG
    if kind == "prefix" and value.startswith(("s3://", "arn:")):
        return f"its prefix `{shown}` is no part of a key", "Write the key's own beginning", STRONG
    if kind == "prefix" and value.startswith("/"):
        text = f"its prefix `{shown}` begins with a slash, and keys seldom do"
        return text, f"Write the prefix `{shown.lstrip('/')}`", HINT
    if kind == "prefix" and bucket and value.startswith(f"{bucket}/"):
        text = f"its prefix `{shown}` begins with the bucket's name, and keys seldom do"
        return text, f"Write the prefix `{value.removeprefix(bucket + '/')[:80]}`", HINT
    return None
