"""Accounts whose concurrency in a Region is nearly used up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.series import levels
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Limits
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

# Of the account's concurrency, the project's own threshold; the recommended alarm takes about 90 %
# (CloudWatch guide, Recommended alarms (Classic), Lambda, ClaimedAccountConcurrency, 2026).
NEAR = 0.8
# What is reserved or provisioned counts as claimed, used or not (Lambda guide, Monitoring
# concurrency, 2026).
CLAIMED = "ClaimedAccountConcurrency"
QUOTA = "L-B99A9384"  # Concurrent executions (Service Quotas, 2026)


@check(
    id="scaling/account-near-limit",
    title="The account's concurrency is nearly used up",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("limits", "metrics"),
    cause="throttled_concurrency",
)
def account_near_limit(scene: Scene) -> Iterator[Finding]:
    limits = scene.case.documents(Limits)
    limit = limits[0].concurrent if len(limits) == 1 else None
    for series in levels(scene, CLAIMED):
        if not limit or series.peak < NEAR * limit:
            continue
        percent = 100 * series.peak / limit
        text = f"{series.peak:,.0f} of {limit:,} concurrent executions are claimed"
        asked = ("--service-code", "lambda", "--quota-code", QUOTA, "--desired-value")
        yield Finding(
            resource=limits[0].resource,
            summary=f"The account is close to throttling every function in the Region: {text}"
            f" ({percent:.0f} %)",
            citations=(
                series.citation(f"{CLAIMED}: {series.peak:,.0f}", series.first_us(NEAR * limit)),
                Citation(place=limits[0].place("concurrent"), text=f"limit {limit:,}"),
            ),
            cause="throttled_concurrency",
            weight=STRONG,
            explains=("throttle",),
            remedies=(
                Command(
                    ("aws", "service-quotas", "request-service-quota-increase", *asked,
                     str(2 * limit)),
                    "Ask for a higher quota, and reserve concurrency for what must not fail",
                ),
            ),
        )  # fmt: skip
