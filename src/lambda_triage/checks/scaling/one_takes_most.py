"""Functions that use most of the account's concurrency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.reserved import reserved
from lambda_triage.checks.series import levels
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.documents import Limits
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

MOST = 0.8  # of the account's concurrency; our choice


@check(
    id="scaling/one-takes-most",
    title="One function takes most of the account's concurrency",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("limits", "metrics"),
    cause="throttled_concurrency",
)
def one_takes_most(scene: Scene) -> Iterator[Finding]:
    limits = scene.case.documents(Limits)
    limit = limits[0].concurrent if len(limits) == 1 else None
    known = {f.resource for f in scene.case.functions}
    for series in levels(scene, "ConcurrentExecutions"):
        key = scene.key(series.resource)
        if not limit or key not in known or series.peak < MOST * limit or reserved(scene, key):
            continue
        text = f"{series.peak:,.0f} of the account's {limit:,} concurrent executions"
        argv = ("aws", "lambda", "put-function-concurrency", "--function-name", name(key))
        yield Finding(
            resource=key,
            summary=f"At its peak the function takes {text}, and nothing caps it",
            citations=(
                series.citation(f"{series.metric}: {series.peak:,.0f}",
                                series.first_us(MOST * limit)),
                Citation(place=limits[0].place("concurrent"), text=f"limit {limit:,}"),
            ),
            cause="throttled_concurrency",
            weight=HINT,
            explains=("throttle",),
            remedies=(
                Command(
                    (*argv, "--reserved-concurrent-executions", str(limit // 2)),
                    "Cap the function, so that the others keep a part, or ask for a higher quota",
                    "above the cap its own invocations are throttled",
                ),
            ),
        )  # fmt: skip
