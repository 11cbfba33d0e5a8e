"""Extensions that read telemetry too slowly, so that Lambda drops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import message
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

ID = "observability/telemetry-dropped"


@check(
    id=ID,
    title="An extension loses telemetry",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("log_events",),
    signatures=(
        message(
            f"{ID}.event",
            "platform.logsDropped",
            pattern=r'"type"\s*:\s*"platform\.logsDropped"',
            source="Telemetry API event schema reference, platform.logsDropped, 2026",
        ),
    ),
)
def telemetry_dropped(scene: Scene) -> Iterator[Finding]:
    for signal in scene.signals(f"{ID}.event"):
        times = f"{signal.events} times" if signal.events != 1 else "once"
        yield Finding(
            resource=signal.resource,
            summary=f"Lambda dropped telemetry {times}, since an extension did not take it in time",
            citations=tuple(Citation(event=e) for e in signal.examples[:3]),
            invocations=signal.invocations,
            onset_us=signal.first_us,
            remedies=(
                Manual(
                    "Let the extension buffer more (maxItems, maxBytes), subscribe to fewer types,"
                    " or give the function more memory",
                    "the subscription is part of the extension and not of the function",
                ),
            ),
        )
