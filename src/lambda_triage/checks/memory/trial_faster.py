"""Functions that a trial shows to be much faster with more memory, at about the same price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.nobody_waits import nobody_waits
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.checks.tried import computes, tried
from lambda_triage.findings import Citation, Finding, Role, SetProperty, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.tried import Trial, Tried

GAIN = 1.5  # times as fast, from which a larger size is worth while (our choice)
SAME_PRICE = 1.1  # times the present price, at most: work that computes costs the same (our choice)
CHEAPER = 0.95  # times the present price: less is within the noise of repeated runs
FELT_US = 1_000_000  # duration from which a caller loses the thread: J. Nielsen, 1993


@check(
    id="memory/trial-faster",
    title="A trial was much faster with more memory",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("trials",),
    cause="under_provisioned_memory",
)
def trial_faster(scene: Scene) -> Iterator[Finding]:
    for sizes in tried(scene):
        best = _best(sizes)
        if best is not None:
            hurts = sizes.now.duration_us >= FELT_US and not nobody_waits(scene, sizes.resource)
            yield _finding(scene, sizes, best, hurts=hurts)


def _best(sizes: Tried) -> Trial | None:
    """The fastest of the larger sizes that cost about the same or less."""
    now = sizes.now
    fitting = [
        t
        for t in sizes.others
        if t.memory_mb > now.memory_mb and t.costs(now) <= SAME_PRICE and now.takes(t) >= GAIN
    ]
    return min(fitting, key=lambda t: (t.duration_us, t.memory_mb), default=None)


def _finding(scene: Scene, sizes: Tried, best: Trial, *, hurts: bool) -> Finding:
    now, price = sizes.now, best.costs(sizes.now)
    bound = price > CHEAPER or computes(scene, sizes.resource, now.memory_mb)
    paid = f"{1 - price:.0%} cheaper" if price <= CHEAPER else "at about the same price"
    text = (
        f"{best.duration_us / 1e6:.1f} s at {best.memory_mb} MB instead of"
        f" {now.duration_us / 1e6:.1f} s at {now.memory_mb} MB, {paid}"
    )
    return Finding(
        resource=sizes.resource,
        summary=f"A trial was {now.takes(best):.1f} times as fast with more memory: {text}",
        citations=(Citation(place=now.place, text=text), Citation(place=best.place, text=text)),
        cause="cpu_starved" if bound else "under_provisioned_memory",
        weight=DECISIVE,
        explains=("timeout", "slow"),
        symptom="slow",
        opens=hurts,
        role=Role.SYMPTOM if hurts else Role.RISK,
        by_status=(("slow", 1),) if hurts else (),
        invocations=1,
        impact="every invocation",
        remedies=(
            SetProperty(
                "MemorySize",
                best.memory_mb,
                f"Set {best.memory_mb} MB, which was tried",
                "requests other than those of the trial may gain less",
            ),
        ),
    )
