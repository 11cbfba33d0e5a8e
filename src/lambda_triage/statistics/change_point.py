"""When a series changed, and how likely it is that nothing did."""

from __future__ import annotations

from math import exp, lgamma
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_DIGITS = 9  # of a statistic: the last bits of log() differ between machines


class Change(Struct, frozen=True):
    """The likeliest change: `index` is the first point after it; p bounds chance from above.

    before, after   the rate, or the median, on either side
    statistic       likelihood ratio (rates) or the largest CUSUM of ranks (levels)
    """

    index: int
    before: float
    after: float
    statistic: float
    p: float


def change_in_rate(successes: Sequence[int], trials: Sequence[int]) -> Change | None:
    """Find the one change in a binomial rate, given counts per bucket in time order.

    The split has the largest likelihood ratio (the earliest of equals). p is twice the one-sided
    hypergeometric tail of that split times the number of splits: a true upper bound for any counts,
    without permutations. None when there are not two buckets with trials. Raises ValueError when
    the series differ in length or 0 <= successes <= trials does not hold.

    D. V. Hinkley and E. A. Hinkley, "Inference about the change-point in a sequence of binomial
    variables", Biometrika 57 (1970), pp. 477-488; the bound is Bonferroni's over R. A. Fisher's
    exact test, as in K. J. Worsley, Biometrika 70 (1983), pp. 455-464.
    """
    import numpy as np

    hits, tries = np.asarray(successes, dtype=np.int64), np.asarray(trials, dtype=np.int64)
    if hits.ndim != 1 or hits.shape != tries.shape:
        raise ValueError(f"successes and trials differ in shape: {hits.shape}, {tries.shape}")
    if ((hits < 0) | (hits > tries)).any():
        raise ValueError("each bucket needs 0 <= successes <= trials")
    k, n = np.cumsum(hits), np.cumsum(tries)
    splits = np.flatnonzero((n[:-1] > 0) & (n[:-1] < n[-1]) & (tries[:-1] > 0)) if len(n) else n
    if not len(splits):
        return None
    ratio = _log_likelihood(k[splits], n[splits])
    ratio += _log_likelihood(k[-1] - k[splits], n[-1] - n[splits])
    ratio = np.round(2 * (ratio - _log_likelihood(k[-1:], n[-1:])), _DIGITS)
    best = int(np.argmax(ratio))
    at = int(splits[best])
    # Buckets without trials after the split belong to neither side: the change is where counts are.
    index = at + 1 + int(np.argmax(tries[at + 1 :] > 0))
    k1, n1, k2, n2 = int(k[at]), int(n[at]), int(k[-1] - k[at]), int(n[-1] - n[at])
    p = min(1.0, 2 * _tail(k1, n1, k2, n2) * len(splits))
    return Change(index, k1 / n1, k2 / n2, max(0.0, float(ratio[best])), p)


def change_in_level(values: Sequence[float] | NDArray[np.int64]) -> Change | None:
    """Find the one change in the level of a series in time order, by ranks.

    Ranks make it indifferent to outliers and to the shape of the distribution; ties get their mean
    rank; sums are of integers. p is Pettitt's bound 2·exp(-6K²/(n³+n²)), capped at 1. None for
    fewer than two values. Raises ValueError when a value is not a number.

    A. N. Pettitt, "A Non-Parametric Approach to the Change-Point Problem", Applied Statistics 28
    (1979), pp. 126-135; the sum of ranks is E. S. Page's CUSUM, Biometrika 42 (1955).
    """
    import numpy as np

    series = np.asarray(values)
    if np.isnan(series).any():
        raise ValueError("a value is not a number: drop it before the test")
    n = len(series)
    if n < 2:
        return None
    _, group, sizes = np.unique(series, return_inverse=True, return_counts=True)
    last = np.cumsum(sizes)
    twice_rank = (2 * last - sizes + 1)[group]
    cusum = np.abs(np.cumsum(twice_rank - (n + 1))[:-1])
    at = int(np.argmax(cusum))
    largest = int(cusum[at])
    p = min(1.0, 2 * exp(-6 * largest**2 / (n**3 + n**2)))
    before, after = float(np.median(series[: at + 1])), float(np.median(series[at + 1 :]))
    return Change(at + 1, before, after, float(largest), p)


def _log_likelihood(k: NDArray[np.int64], n: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the largest log-likelihood of k successes in n trials, with 0·log 0 = 0."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.where(part > 0, part * np.log(part / n), 0.0) for part in (k, n - k)]
    total: NDArray[np.float64] = parts[0] + parts[1]
    return total


def _tail(k1: int, n1: int, k2: int, n2: int) -> float:
    """Return P(as far from even as k1 of n1, or further, on its side), given k1 + k2."""
    if k1 * n2 > k2 * n1:  # more before than after: mirror, so that the tail runs downwards
        k1, n1, k2, n2 = k2, n2, k1, n1
    total, all_trials = k1 + k2, n1 + n2
    term = exp(_log_choose(n1, k1) + _log_choose(n2, k2) - _log_choose(all_trials, total))
    tail = term
    while k1 > 0 and term > tail * 1e-17:
        term *= k1 * (n2 - k2) / ((n1 - k1 + 1) * (k2 + 1))
        k1, k2, tail = k1 - 1, k2 + 1, tail + term
    return min(1.0, tail)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
