"""Log groups with more subscription filters than CloudWatch Logs takes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.documents import LogSubscription
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

MOST = 2  # subscription filters of one log group (CloudWatch Logs quotas, 2026; not adjustable)
OF_FUNCTION = "/aws/lambda/"


@check(
    id="triggers/log-subscriptions",
    title="The log group has no room for another subscription filter",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("log_subscriptions",),
    cause="template_invalid",
)
def log_subscriptions(scene: Scene) -> Iterator[Finding]:
    by_group: dict[str, dict[str, LogSubscription]] = defaultdict(dict)
    for one in sorted(scene.case.documents(LogSubscription), key=lambda s: not s.complete):
        group = one.resource.removeprefix("?:")
        by_group[group].setdefault(one.title or one.path or one.destination or "", one)
    for group, filters in sorted(by_group.items()):
        if len(filters) <= MOST:
            continue
        last = list(filters.values())[-1]
        function = group.removeprefix(OF_FUNCTION)
        known = group.startswith(OF_FUNCTION)
        text = f"{len(filters)} subscription filters: {', '.join(filters)}"
        yield Finding(
            resource=scene.key(function) if known else f"?:{group}",
            summary=f"CloudWatch Logs takes {MOST} subscription filters for {group}, and it is to"
            f" have {len(filters)}",
            key=group,
            citations=(Citation(place=last.place("title"), text=text[:300]),),
            cause="template_invalid",
            weight=DECISIVE,
            explains=("deployment",),
            remedies=(
                Manual(
                    "Send the log once, to a stream or to Firehose, and hand it on from there",
                    "the quota cannot be raised",
                ),
            ),
        )
