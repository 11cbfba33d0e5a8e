"""Functions that a trial shows to be much faster with more memory, at about the same price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.measured_size import TRIED, measured_size
from lambda_triage.checks.nobody_waits import is_felt
from lambda_triage.checks.tried import computes, tried
from lambda_triage.findings import Citation, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.tried import Trial, Tried
    from lambda_triage.findings import Finding

GAIN = 1.5  # times as fast, from which a larger size is worth while (our choice)
SAME_PRICE = 1.1  # times the present price, at most: work that computes costs the same (our choice)
CHEAPER = 0.95  # times the present price: less is within the noise of repeated runs


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
            hurts = is_felt(scene, sizes.resource, sizes.now.duration_us)
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
    return measured_size(
        sizes.resource,
        f"A trial was {now.takes(best):.1f} times as fast with more memory: {text}",
        (Citation(place=now.place, text=text), Citation(place=best.place, text=text)),
        (best.memory_mb, TRIED, "requests other than those of the trial may gain less"),
        cause="cpu_starved" if bound else "under_provisioned_memory",
        symptom="slow",
        opens=hurts,
    )
