"""Less memory that is as fast: which of the sizes that were tried, and what it would save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.measured_size import TRIED, measured_size
from lambda_triage.evidence.documents import Recommendation
from lambda_triage.findings import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.checks.tried import Trial, Tried
    from lambda_triage.findings import Finding

CHEAPER = 0.9  # times the present price, from where on it is worth a line (our choice)
HALF = 0.5  # times the present price, from where on money is lost (our choice)
AS_FAST = 1.1  # times the present duration, at most (our choice)
ROOM = 1.5  # times the most ever used must fit (our choice)

USED = """
SELECT max(used) FROM (
    SELECT max(max_memory_mb) AS used FROM invocations WHERE resource IN ($resource, '?:unknown')
    UNION ALL SELECT max(memory_mb) FROM usage WHERE resource = $resource
)
"""


def less_memory(scene: Scene, sizes: Tried) -> Iterator[Finding]:
    """A finding where one of the smaller sizes was as fast, cheaper, and large enough."""
    used = _used_mb(scene, sizes.resource)
    fitting = [t for t in sizes.others if _is_better(t, sizes.now, used)]
    if fitting:
        best = min(fitting, key=lambda t: (t.costs(sizes.now), t.memory_mb))
        yield _finding(sizes, best, used)


def _is_better(other: Trial, now: Trial, used_mb: int | None) -> bool:
    fits = used_mb is None or other.memory_mb >= ROOM * used_mb
    smaller = other.memory_mb < now.memory_mb
    return smaller and fits and other.costs(now) <= CHEAPER and other.takes(now) <= AS_FAST


def _used_mb(scene: Scene, resource: str) -> int | None:
    """The most memory that any evidence shows to be used."""
    rows = scene.case.execute(USED, resource=resource)
    own = [r for r in scene.case.documents(Recommendation) if r.resource == resource]
    seen = [r.measured("Memory", "Maximum") for r in own]
    seen.extend(float(str(row[0])) for row in rows if row[0] is not None)
    return max((int(s) for s in seen if s is not None), default=None)


def _finding(sizes: Tried, best: Trial, used_mb: int | None) -> Finding:
    now, price = sizes.now, best.costs(sizes.now)
    lost = price <= HALF and used_mb is not None
    room = f"; {used_mb} MB are used at most" if used_mb is not None else ""
    text = (
        f"{best.duration_us / 1000:.0f} ms at {best.memory_mb} MB,"
        f" {now.duration_us / 1000:.0f} ms at {now.memory_mb} MB, for {price:.0%} of the price"
        f"{room}"
    )
    return measured_size(
        sizes.resource,
        f"Less memory is as fast: {text}",
        (Citation(place=best.place, text=text), Citation(place=now.place, text=text)),
        (best.memory_mb, TRIED, "requests other than those that were tried may need more"),
        cause="over_provisioned_memory",
        symptom="cost",
        opens=lost,
    )
