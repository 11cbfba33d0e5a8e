"""Whether a series drifts up or down, without assuming a shape."""

from __future__ import annotations

from math import erfc, sqrt
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

_DIRECT = 64  # values; below this, comparing all pairs is faster than another split


class Trend(Struct, frozen=True):
    """Kendall's S, tau-b (-1 falls … 1 rises, 0 when undefined), and the two-sided p."""

    s: int
    tau: float
    p: float


def mann_kendall(time: ArrayLike, value: ArrayLike) -> Trend:
    """Test for a monotonic trend of `value` over `time`, corrected for ties in either.

    The order in which points are given does not matter: S is a sum of integers and is exact.
    p is the normal approximation with continuity correction, good from about eight points; it is
    1 where nothing can be told. Raises ValueError when lengths differ or a value is not a number.

    H. B. Mann, "Nonparametric Tests Against Trend", Econometrica 13 (1945), pp. 245-259;
    M. G. Kendall, "Rank Correlation Methods", 4th ed. (1970), sections 3.3 and 4.14 (ties).
    """
    import numpy as np

    times, values = np.asarray(time), np.asarray(value)
    if times.ndim != 1 or times.shape != values.shape:
        raise ValueError(f"time and value must be equally long, got {times.shape}, {values.shape}")
    if np.isnan(times).any() or np.isnan(values).any():
        raise ValueError("a time or value is not a number: drop it before the test")
    t, v = _ranks(times), _ranks(values)
    order = np.lexsort((v, t))
    t, v = t[order], v[order]
    # Sorted by value within equal times, those pairs were counted as rising: take them out.
    same_time = _pairs(_tie_sizes(t)) - _pairs(_tie_sizes(t * (len(v) + 1) + v))
    s = _rises_minus_falls(v)[0] - same_time
    return _trend(s, len(v), _tie_sizes(t), _tie_sizes(v))


def _trend(s: int, n: int, time_ties: list[int], value_ties: list[int]) -> Trend:
    pairs = n * (n - 1) // 2
    comparable = (pairs - _pairs(time_ties)) * (pairs - _pairs(value_ties))
    variance = _variance(n, time_ties, value_ties)
    if comparable == 0 or variance <= 0:
        return Trend(s, 0.0, 1.0)
    z = max(abs(s) - 1, 0) / sqrt(variance)
    return Trend(s, s / sqrt(comparable), erfc(z / sqrt(2)))


def _variance(n: int, a: list[int], b: list[int]) -> float:
    if n < 2:
        return 0.0
    spread = n * (n - 1) * (2 * n + 5) - sum(k * (k - 1) * (2 * k + 5) for k in a + b)
    triples = sum(k * (k - 1) * (k - 2) for k in a) * sum(k * (k - 1) * (k - 2) for k in b)
    both = 4 * _pairs(a) * _pairs(b) / (2 * n * (n - 1))
    return spread / 18 + both + (triples / (9 * n * (n - 1) * (n - 2)) if n > 2 else 0.0)


def _ranks(series: NDArray[np.generic]) -> NDArray[np.int64]:
    import numpy as np

    ranks: NDArray[np.int64] = np.unique(series, return_inverse=True)[1].astype(np.int64)
    return ranks


def _tie_sizes(series: NDArray[np.int64]) -> list[int]:
    import numpy as np

    sizes: list[int] = np.unique(series, return_counts=True)[1].tolist()
    return [size for size in sizes if size > 1]


def _pairs(sizes: list[int]) -> int:
    return sum(k * (k - 1) // 2 for k in sizes)


def _rises_minus_falls(v: NDArray[np.int64]) -> tuple[int, NDArray[np.int64]]:
    """Count pairs that rise less pairs that fall, by merging; and the values sorted."""
    import numpy as np

    if len(v) <= _DIRECT:
        signs = np.sign(v[None, :] - v[:, None])
        return int(np.triu(signs, k=1).sum()), np.sort(v)
    middle = len(v) // 2
    left, low = _rises_minus_falls(v[:middle])
    right, high = _rises_minus_falls(v[middle:])
    rises = int(np.searchsorted(low, high, side="left").sum())
    falls = len(low) * len(high) - int(np.searchsorted(low, high, side="right").sum())
    return left + right + rises - falls, np.sort(np.concatenate((low, high)))
