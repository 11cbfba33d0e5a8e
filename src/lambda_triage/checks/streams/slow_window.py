"""Batches that wait long for more records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.documents import Mapping
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

LONG_S = 60  # a window that callers notice; the most is 300 s (Lambda API, 2026)


@check(
    id="streams/slow-window",
    title="Records wait for a full batch",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("mappings",),
)
def slow_window(scene: Scene) -> Iterator[Finding]:
    for mapping in scene.case.documents(Mapping):
        window = mapping.window_s
        if window is None or window < LONG_S:
            continue
        text = f"MaximumBatchingWindowInSeconds is {window}"
        yield Finding(
            resource=scene.key(mapping.function or mapping.resource),
            summary=f"Records may wait {window} s before the function sees them: {text}",
            key=mapping.resource,
            citations=(Citation(place=mapping.place("window_s"), text=text),),
            remedies=(
                Command(
                    (
                        "aws",
                        "lambda",
                        "update-event-source-mapping",
                        "--uuid",
                        mapping.uuid or "<uuid>",
                        "--maximum-batching-window-in-seconds",
                        "5",
                    ),
                    "Shorten the window if the delay matters",
                    "smaller batches mean more invocations",
                ),
            ),
        )
