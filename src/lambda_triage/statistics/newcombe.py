"""How far the difference of two observed shares may be from the true one."""

from __future__ import annotations

from math import sqrt

from lambda_triage.statistics.wilson import wilson_interval


def newcombe_interval(
    successes_1: int, n_1: int, successes_2: int, n_2: int, z: float = 1.96
) -> tuple[float, float]:
    """Return the interval of share 2 - share 1 by the hybrid score method, within -1 … 1.

    An interval that holds 0 says that the shares may be equal. Without trials on one side nothing
    is known of that side. `z` is the normal quantile: 1.96 for 95 %. Raises ValueError when
    0 <= successes <= n does not hold.

    R. G. Newcombe, "Interval estimation for the difference between independent proportions:
    comparison of eleven methods", Statistics in Medicine 17 (1998), pp. 873-890, method 10.
    """
    low_1, high_1 = wilson_interval(successes_1, n_1, z)
    low_2, high_2 = wilson_interval(successes_2, n_2, z)
    if n_1 == 0 or n_2 == 0:
        return low_2 - high_1, high_2 - low_1
    share_1, share_2 = successes_1 / n_1, successes_2 / n_2
    difference = share_2 - share_1
    down = sqrt((share_2 - low_2) ** 2 + (high_1 - share_1) ** 2)
    up = sqrt((high_2 - share_2) ** 2 + (share_1 - low_1) ** 2)
    return max(-1.0, difference - down), min(1.0, difference + up)
