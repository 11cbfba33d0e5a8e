"""Whether what an environment holds climbs from invocation to invocation, as a leak does."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from lambda_triage.statistics.mann_kendall import mann_kendall

if TYPE_CHECKING:
    from collections.abc import Sequence

SURE = 0.05  # two-sided p of the Mann-Kendall trend test
MANY = 8  # points from which the test's normal approximation is good (Mann-Kendall, n >= 8)
STEPS = 4  # distinct levels; one large input makes one step
LATE = 0.25  # share of the growth that must lie in the second half: a leak does not level off
JUMP = 0.7  # of the growth in one step, from which that was one large input (our choice)
LEAST_GROWTH = 0.10  # of the limit; less is caches filling up


def climbs(used: Sequence[int]) -> bool:
    """Whether the levels, in the order of the invocations, rise to the end and in many steps."""
    half = used[len(used) // 2 - 1]
    late = used[-1] - half >= LATE * (used[-1] - used[0])
    if max(b - a for a, b in pairwise(used)) >= JUMP * (used[-1] - used[0]):
        return False
    if len(used) < MANY:
        return late and all(a < b for a, b in pairwise(used))
    trend = mann_kendall(list(range(len(used))), list(used))
    return late and len(set(used)) >= STEPS and trend.s > 0 and trend.p < SURE
