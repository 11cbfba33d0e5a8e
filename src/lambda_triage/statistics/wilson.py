"""How far an observed share may be from the true one."""

from __future__ import annotations

from math import sqrt


def wilson_interval(successes: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Return the Wilson score interval of a proportion, each bound within 0 … 1.

    With no trials nothing is known and the answer is (0, 1). `z` is the normal quantile: 1.96
    for 95 %. Raises ValueError when 0 <= successes <= n does not hold.

    E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
    Journal of the American Statistical Association 22 (1927), pp. 209-212.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"successes must lie in 0..n, got {successes} of {n}")
    if n == 0:
        return 0.0, 1.0
    share, weight = successes / n, z * z / n
    centre = share + weight / 2
    spread = z * sqrt((share * (1 - share) + weight / 4) / n)
    low, high = (centre - spread) / (1 + weight), (centre + spread) / (1 + weight)
    # At 0 and n the exact bound is 0 and 1; rounding must not say otherwise.
    return (0.0 if successes == 0 else max(0.0, low)), (1.0 if successes == n else min(1.0, high))
