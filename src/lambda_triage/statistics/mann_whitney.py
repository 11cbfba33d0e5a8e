"""Whether one sample tends to be larger than another, without assuming a shape."""

from __future__ import annotations

from collections import Counter
from math import erfc, sqrt
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence


class Shift(Struct, frozen=True):
    """Share of pairs in which the second is larger (0.5: neither), and the two-sided p."""

    larger: float
    p: float


def mann_whitney(first: Sequence[float], second: Sequence[float]) -> Shift:
    """Compare two independent samples by the ranks of their values, corrected for ties.

    p is the normal approximation with continuity correction, good from about eight values on each
    side; it is 1 where nothing can be told.

    H. B. Mann, D. R. Whitney, "On a Test of Whether one of Two Random Variables is Stochastically
    Larger than the Other", Annals of Mathematical Statistics 18 (1947), pp. 50-60.
    """
    n, m = len(first), len(second)
    if not n or not m:
        return Shift(0.5, 1.0)
    ties = Counter((*first, *second))
    rank: dict[float, float] = {}
    below = 0
    for value in sorted(ties):
        rank[value] = below + (ties[value] + 1) / 2
        below += ties[value]
    u = sum(rank[value] for value in second) - m * (m + 1) / 2
    whole = n + m
    tied = sum(k**3 - k for k in ties.values()) / (whole * (whole - 1))
    variance = n * m / 12 * (whole + 1 - tied)
    larger = u / (n * m)
    if variance <= 0:
        return Shift(larger, 1.0)
    z = max(abs(u - n * m / 2) - 0.5, 0) / sqrt(variance)
    return Shift(larger, erfc(z / sqrt(2)))
