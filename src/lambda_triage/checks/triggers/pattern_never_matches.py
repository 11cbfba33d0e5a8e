"""Rules whose event pattern asks for what no event has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.checks.triggering import Triggering
from lambda_triage.evidence.documents import Notification
from lambda_triage.evidence.naming import same
from lambda_triage.findings import Citation, EditCode, Finding, Manual, Role, Severity
from lambda_triage.sources.documents.build import UNRESOLVED, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.documents import Json, Rule
    from lambda_triage.findings import Remedy

# Fields beside `detail` (EventBridge guide, event structure, 2026).
ENVELOPE = frozenset({
    "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail",
    "replay-name", "trace-header", "event-bus-name", "$or",
})  # fmt: skip
# CloudTrail hands on calls that only read to rules that ask for all (EventBridge guide, 2023).
READS = re.compile(r"(?:Get|List|Describe)[A-Z]")
ALL_CALLS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
BY_CLOUDTRAIL = "AWS API Call via CloudTrail"


@check(
    id="triggers/pattern-never-matches",
    title="The rule's pattern matches no event",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("rules",),
    cause="event_filter_mismatch",
)
def pattern_never_matches(scene: Scene) -> Iterator[Finding]:
    triggering = Triggering(scene)
    for rule in triggering.rules:
        pattern = parsed(rule.pattern) if isinstance(rule.pattern, str) else rule.pattern
        if not isinstance(pattern, dict) or rule.schedule:
            continue
        told = _foreign(pattern) or _reads(rule, pattern) or _bucket(scene, pattern)
        for resource in (triggering.behind(rule) or (rule.resource,)) if told else ():
            text, remedy = told or ("", EditCode(""))
            yield Finding(
                resource=resource,
                summary=f"The rule {rule.name} matches no event: {text}",
                key=rule.resource,
                citations=(Citation(place=rule.place("pattern"), text=text),),
                cause="event_filter_mismatch",
                weight=DECISIVE,
                explains=("not_triggered",),
                remedies=(remedy,),
            )


def _foreign(pattern: dict[str, Json]) -> tuple[str, Remedy] | None:
    """A field that no event has beside `detail`."""
    odd = sorted(k for k in pattern if k not in ENVELOPE and not k.startswith(("Fn::", "Ref")))
    if not odd or UNRESOLVED in pattern:
        return None
    field = odd[0][:80]
    near = next((e for e in sorted(ENVELOPE) if _folded(e) == _folded(field)), None)
    text = f"no event has a field `{field}` beside `detail`"
    if near:
        return f"{text}, it is `{near}`", EditCode(f"Write `{near}` in the pattern")
    return text, EditCode(f"Put `{field}` under `detail`, where the events have it")


def _reads(rule: Rule, pattern: dict[str, Json]) -> tuple[str, Remedy] | None:
    """Calls that only read, which CloudTrail does not hand to an ordinary rule."""
    detail = pattern.get("detail")
    names = detail.get("eventName") if isinstance(detail, dict) else None
    told = names if isinstance(names, list) else []
    if BY_CLOUDTRAIL not in _list(pattern, "detail-type") or rule.state == ALL_CALLS or not told:
        return None
    if not all(isinstance(n, str) and READS.match(n) for n in told):
        return None
    text = f"CloudTrail hands on {told[0]}, which only reads, only to rules that are {ALL_CALLS}"
    return text, EditCode(f"Set the rule's State to {ALL_CALLS}")


def _bucket(scene: Scene, pattern: dict[str, Json]) -> tuple[str, Remedy] | None:
    """Buckets that the pattern names, and that send nothing to EventBridge."""
    detail = pattern.get("detail")
    bucket = detail.get("bucket") if isinstance(detail, dict) else None
    names = _list(bucket, "name") if isinstance(bucket, dict) else []
    if "aws.s3" not in _list(pattern, "source") or BY_CLOUDTRAIL in _list(pattern, "detail-type"):
        return None
    silent = []
    for name in names:
        key = name if isinstance(name, str) and name.startswith("?:") else f"?:{name}"
        found = [n for n in scene.case.documents(Notification) if same(n.resource, key)]
        if not found or any(n.bridge is not None or "bridge" in n.given for n in found):
            return None
        silent.append(key.removeprefix("?:"))
    if not silent:
        return None
    text = f"bucket {silent[0]} does not send its events to EventBridge"
    reason = "PutBucketNotificationConfiguration replaces the bucket's other notifications"
    return text, Manual("Switch on EventBridge in the bucket's notifications", reason)


def _list(body: dict[str, Json], name: str) -> list[Json]:
    value = body.get(name)
    return value if isinstance(value, list) else []


def _folded(field: str) -> str:
    return re.sub(r"[^a-z]", "", field.lower()).rstrip("s")
