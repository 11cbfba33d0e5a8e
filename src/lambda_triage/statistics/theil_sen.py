"""The slope of a trend that a few outliers cannot bend."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

POINT_LIMIT = 1000  # points; half a million pairs, 4 MB of slopes


def theil_sen_slope(x: ArrayLike, y: ArrayLike) -> float | None:
    """Return the median of the slopes between all pairs of points, in units of y per unit of x.

    None when no two points differ in x. Pairs with equal x have no slope and are left out, as in
    Sen. The order of the points does not matter. Above POINT_LIMIT points an evenly spaced
    selection (first and last kept) stands for all. Raises ValueError when lengths differ.

    H. Theil, "A rank-invariant method of linear and polynomial regression analysis", Proc. Kon.
    Ned. Akad. v. Wetensch. A 53 (1950); P. K. Sen, "Estimates of the Regression Coefficient Based
    on Kendall's Tau", Journal of the American Statistical Association 63 (1968), pp. 1379-1389.
    """
    import numpy as np

    xs, ys = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if xs.ndim != 1 or xs.shape != ys.shape:
        raise ValueError(f"x and y must be equally long series, got {xs.shape} and {ys.shape}")
    order = np.lexsort((ys, xs))
    if len(order) > POINT_LIMIT:
        order = order[np.arange(POINT_LIMIT) * (len(order) - 1) // (POINT_LIMIT - 1)]
    xs, ys = xs[order], ys[order]
    first, second = np.triu_indices(len(xs), k=1)
    run = xs[second] - xs[first]
    apart = run > 0
    if not apart.any():
        return None
    return float(np.median((ys[second] - ys[first])[apart] / run[apart]))
