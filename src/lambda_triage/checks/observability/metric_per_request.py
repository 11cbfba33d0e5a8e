"""Embedded metrics with a dimension that is new for every request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import message
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

ID = "observability/metric-per-request"
NAMES = (
    r"(?:aws_?)?request_?id|correlation_?id|trace_?id|message_?id|event_?id|transaction_?id"
    r"|invocation_?id|session_?id|order_?id|user_?id|customer_?id|ip_?address|timestamp|url|email"
)


@check(
    id=ID,
    title="Every request makes a metric of its own",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("log_events",),
    signatures=(
        message(
            f"{ID}.dimension",
            "CloudWatchMetrics",
            pattern=r'"Dimensions"\s*:\s*\[[^{}]{0,2000}?"(?P<name>(?i:' + NAMES + r'))"'
            r"[^{}]{0,2000}?\]",
            source="CloudWatch user guide, Specification: Embedded metric format; each set of"
            " values is a custom metric of its own (CloudWatch pricing), 2026",
        ),
    ),
)
def metric_per_request(scene: Scene) -> Iterator[Finding]:
    for signal in scene.signals(f"{ID}.dimension"):
        dimension = signal.captures.get("name", "")
        plural = "s" if signal.events != 1 else ""
        yield Finding(
            resource=signal.resource,
            summary=f"{dimension} is a dimension of embedded metrics: each value is billed as a"
            f" custom metric of its own, and none can be alarmed on ({signal.events} log"
            f" event{plural})",
            key=dimension,
            citations=tuple(Citation(event=e) for e in signal.examples[:3]),
            invocations=signal.invocations,
            onset_us=signal.first_us,
            remedies=(
                EditCode(
                    f"Write {dimension} as a property beside the metric (metadata in Powertools);"
                    " Logs Insights finds it there, and it makes no metric"
                ),
            ),
        )
