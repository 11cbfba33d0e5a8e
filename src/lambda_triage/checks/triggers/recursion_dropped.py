"""Invocations that Lambda dropped because the function had triggered itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.series import counts
from lambda_triage.findings import Command, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

METRIC = "RecursiveInvocationsDropped"  # of a function (Lambda guide, recursive loops, 2026)
TURNS = 16  # about so many times one event may come by (same page)
CERTAIN = 6.0  # log-odds: Lambda itself counts them


@check(
    id="triggers/recursion-dropped",
    title="Lambda stopped a recursive loop",
    severity=Severity.CRITICAL,
    role=Role.SIGNATURE,
    since="0.1",
    reads=("metrics",),
    cause="recursive_loop",
)
def recursion_dropped(scene: Scene) -> Iterator[Finding]:
    for series in counts(scene, METRIC):
        if series.total <= 0:
            continue
        key, events, onset_us = scene.key(series.resource), round(series.total), series.first_us(1)
        text = f"Lambda dropped {events:,} invocation{'s' if events != 1 else ''} of a loop"
        yield Finding(
            resource=key,
            summary=f"{text}: the function had triggered itself about {TURNS} times with one event",
            citations=(series.citation(f"{METRIC}: {events:,}", onset_us),),
            cause="recursive_loop",
            weight=CERTAIN,
            symptom="events_lost",
            opens=True,
            invocations=events,
            by_status=(("events_lost", events),),
            onset_us=onset_us,
            impact=text,
            remedies=(
                Command(
                    ("aws", "lambda", "put-function-concurrency", "--function-name",
                     key.removeprefix("?:"), "--reserved-concurrent-executions", "0"),
                    "Stop the function while the loop is still running",
                    "it stops all its work, not the loop alone",
                ),
                Manual(
                    "Write to another queue, topic or bucket than the one that triggers the"
                    " function",
                    "what it writes to stands in its code",
                ),
            ),
        )  # fmt: skip
