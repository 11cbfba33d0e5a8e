"""More provisioned concurrency than the function has reserved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.reserved import reserved
from lambda_triage.checks.signature import STRONG
from lambda_triage.evidence.documents import Provisioned
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene


@check(
    id="scaling/provisioned-above-reserved",
    title="More is provisioned than reserved",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("provisioned",),
    cause="provisioned_concurrency_refused",
)
def provisioned_above_reserved(scene: Scene) -> Iterator[Finding]:
    asked: dict[str, dict[str, Provisioned]] = {}
    for one in scene.case.documents(Provisioned):
        if one.requested:
            asked.setdefault(scene.key(one.resource), {})[one.qualifier or ""] = one
    for key, found in sorted(asked.items()):
        limit = reserved(scene, key)
        total = sum(one.requested or 0 for one in found.values())
        if limit is None or total <= limit:
            continue
        first = next(iter(found.values()))
        text = f"{total:,} are provisioned and {limit:,} reserved"
        yield Finding(
            resource=key,
            summary=f"Lambda does not provide more than the function has reserved: {text}",
            citations=(Citation(place=first.place("requested"), text=text),),
            cause="provisioned_concurrency_refused",
            weight=STRONG,
            explains=("deployment", "slow_start", "throttle"),
            remedies=(
                Manual(
                    f"Reserve at least {total:,}, or provision {limit:,} at most",
                    "which of the two numbers is meant only the owner knows",
                ),
            ),
        )
