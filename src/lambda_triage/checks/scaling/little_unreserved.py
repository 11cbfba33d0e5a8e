"""Accounts in which reservations leave little concurrency to the other functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.reserved import reservations
from lambda_triage.checks.signature import HINT
from lambda_triage.evidence.documents import Limits
from lambda_triage.evidence.naming import name
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

LEAST = 100  # what Lambda keeps unreserved (Lambda guide, reserved concurrency, 2026)


@check(
    id="scaling/little-unreserved",
    title="Reservations leave little concurrency to the others",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("limits",),
    cause="throttled_concurrency",
)
def little_unreserved(scene: Scene) -> Iterator[Finding]:
    for limits in scene.case.documents(Limits):
        whole, left = limits.concurrent, limits.unreserved
        if whole is None or left is None or left > LEAST or left >= whole:
            continue
        held = sorted((-r.limit, name(r.function)) for r in reservations(scene) if r.limit)
        most = "".join(f", {-n:,} of them by {who}" for n, who in held[:1])
        text = f"{whole - left:,} of {whole:,} are reserved{most}"
        yield Finding(
            resource=limits.resource,
            summary=f"All functions without a reservation share {left:,} concurrent executions:"
            f" {text}",
            citations=(Citation(place=limits.place("unreserved"), text=text),),
            cause="throttled_concurrency",
            weight=HINT,
            explains=("throttle",),
            remedies=(
                Manual(
                    "Lower the reservations to what their functions use, or ask for a higher quota",
                    "how much each function needs is in its own metrics",
                ),
            ),
        )
