"""Quantiles that are values of the series, the same on every machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


def quantile(values: NDArray[np.int64] | Sequence[int], per_mille: int) -> int | None:
    """Return the smallest value that at least `per_mille` thousandths of the values do not exceed.

    500 is the median, 950 p95, 999 p99.9; 0 is the minimum. None for no values. Integers in and
    out, and the rank is integer arithmetic: no interpolation and no rounding. Raises ValueError
    when per_mille is not in 0..1000.

    Nearest rank (inverse of the empirical distribution function), definition 1 of R. J. Hyndman
    and Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996).
    """
    import numpy as np

    if not 0 <= per_mille <= 1000:
        raise ValueError(f"per_mille must lie in 0..1000, got {per_mille}")
    series = np.asarray(values, dtype=np.int64)
    if series.size == 0:
        return None
    rank = max(1, -(-per_mille * series.size // 1000))
    return int(np.partition(series, rank - 1)[rank - 1])
