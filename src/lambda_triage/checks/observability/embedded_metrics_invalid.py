"""Embedded metrics in the log that CloudWatch will not extract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import message
from lambda_triage.findings import Citation, EditCode, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.signature import Signature

ID = "observability/embedded-metrics-invalid"
SPECIFICATION = "CloudWatch user guide, Specification: Embedded metric format, 2026"
MOST_DIMENSIONS, MOST_METRICS = 30, 100  # of one set; of one directive (the same page)

# Name → what is wrong, and what to write instead.
FAULTS = {
    "seconds": ("Timestamp is not in milliseconds", "Write Timestamp in milliseconds"),
    "text": ("Timestamp is a text", "Write Timestamp as a number of milliseconds"),
    "dimensions": (
        f"a set has more than {MOST_DIMENSIONS} dimensions",
        "Keep as properties what is not needed as a dimension",
    ),
    "metrics": (
        f"a directive has more than {MOST_METRICS} metrics",
        "Flush more often, or write several directives",
    ),
    "nested": (
        "the object stands inside of another log record",
        "Write it to standard output itself, past the logger (a new Console in Node.js)",
    ),
}


def _fault(name: str, pattern: str, source: str = SPECIFICATION) -> Signature:
    return message(f"{ID}.{name}", "CloudWatchMetrics", pattern=pattern, source=source)


@check(
    id=ID,
    title="Embedded metrics are not extracted",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("log_events",),
    signatures=(
        _fault("seconds", r'(?:"_aws"\s*:\s*\{|\]\s*,)\s*"Timestamp"\s*:\s*\d{9,10}\s*[,}]'),
        _fault("text", r'(?:"_aws"\s*:\s*\{|\]\s*,)\s*"Timestamp"\s*:\s*"[^"]{0,40}"\s*[,}]'),
        _fault(
            "dimensions",
            r'"Dimensions"\s*:\s*\[[^{}]{0,2000}?\[(?:\s*"[^"]{0,255}"\s*,)'
            rf'{{{MOST_DIMENSIONS}}}\s*"',
        ),
        _fault(
            "metrics",
            rf'"Metrics"\s*:\s*\[(?:\s*\{{[^{{}}]{{0,200}}\}}\s*,){{{MOST_METRICS}}}\s*\{{',
        ),
        _fault(
            "nested",
            r'"requestId"\s*:\s*"[^"]{1,60}"\s*,\s*"message"\s*:\s*(?:\{\s*"_aws"'
            r'|"\s*\{\s*\\"_aws\\")',
            "Powertools for AWS Lambda (TypeScript), Metrics: a Console of its own, 2025",
        ),
    ),
)
def embedded_metrics_invalid(scene: Scene) -> Iterator[Finding]:
    for name, (wrong, instead) in FAULTS.items():
        for signal in scene.signals(f"{ID}.{name}"):
            plural = "s" if signal.events != 1 else ""
            yield Finding(
                resource=signal.resource,
                summary=f"Metrics of {signal.events} log event{plural} are lost: {wrong}",
                key=name,
                citations=tuple(Citation(event=e) for e in signal.examples[:3]),
                invocations=signal.invocations,
                onset_us=signal.first_us,
                remedies=(EditCode(instead),),
            )
