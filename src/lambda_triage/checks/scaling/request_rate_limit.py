"""Throttles of short invocations: the limit on requests per second, and not on concurrency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.below_limit import throttled
from lambda_triage.checks.check import check
from lambda_triage.checks.signature import STRONG
from lambda_triage.findings import Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

TIMES = 10  # synchronous requests per second for each of the concurrency (Lambda quotas, 2026)
NEAR = 0.8  # of that rate: seconds within a period are uneven; our choice


@check(
    id="scaling/request-rate-limit",
    title="Requests per second are limited, not concurrency",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("metrics", "limits"),
    cause="throttled_concurrency",
)
def request_rate_limit(scene: Scene) -> Iterator[Finding]:
    told: set[str] = set()
    for period in throttled(scene):
        most = TIMES * period.limit
        if period.arrivals is None or period.arrivals < NEAR * most or period.resource in told:
            continue
        told.add(period.resource)
        whose = "the function's reservation" if period.owner == "reserved" else "the account's"
        text = (
            f"{period.arrivals:,.0f} requests per second at {period.concurrency:,.0f} concurrent"
            f" executions, where {whose} {period.limit:,} allow {most:,}"
        )
        yield Finding(
            resource=period.resource,
            summary=f"Throttled for the rate of requests: {text}",
            citations=(period.citation,),
            cause="throttled_concurrency",
            weight=STRONG,
            explains=("throttle",),
            onset_us=period.citation.time_us,
            remedies=(
                Manual(
                    "Raise the concurrency limit that applies, tenfold of which is the rate, or"
                    " take several records with one invocation",
                    "whether callers can batch only their owners know",
                ),
            ),
        )
