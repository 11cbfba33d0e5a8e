"""Whether durations pile up where clients are known to give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

# Seconds. Common library defaults and limits: 1-5 database and HTTP pools, 3 Lambda's own default,
# 10 and 30 driver defaults, 29 and 30 API Gateway, 60 botocore connect and read, 120 JS SDK v2
# socket, 75 and 130 TCP connect give-up (BSD, Linux), 127 Linux with tcp_syn_retries = 6.
CLIENT_TIMEOUTS_S = (1, 2, 3, 5, 10, 15, 20, 29, 30, 60, 75, 120, 127, 130)
TOLERANCE_US = 100_000  # µs; work around the call that timed out, below half of any spacing


class Cluster(Struct, frozen=True):
    """Values near one constant: how many, and their share of all values."""

    seconds: int
    count: int
    share: float


def timeout_clusters(
    durations_us: NDArray[np.int64] | Sequence[int],
    tolerance_us: int = TOLERANCE_US,
    timeouts_s: Sequence[int] = CLIENT_TIMEOUTS_S,
) -> tuple[Cluster, ...]:
    """Return the clusters of durations (µs) at known time-outs, largest first.

    Each value counts once, for the nearest constant (the smaller one on a tie), if it is at most
    `tolerance_us` away. Constants without values are left out.

    Counting within fixed windows is the histogram estimator of a mode (D. W. Scott,
    "Multivariate Density Estimation" (1992), chapter 3) with windows fixed beforehand, so that a
    share needs no correction for having searched for its place.
    """
    import numpy as np

    values = np.asarray(durations_us, dtype=np.int64)
    if values.size == 0 or not timeouts_s:
        return ()
    known = np.array(sorted(set(timeouts_s)), dtype=np.int64)
    centres = known * 1_000_000
    above = np.searchsorted(centres, values).clip(0, len(centres) - 1)
    below = (above - 1).clip(0)
    nearest = np.where(values - centres[below] <= centres[above] - values, below, above)
    near = np.abs(values - centres[nearest]) <= tolerance_us
    counts = np.bincount(nearest[near], minlength=len(centres)).tolist()
    found = [
        Cluster(seconds, count, count / values.size)
        for seconds, count in zip(known.tolist(), counts, strict=True)
        if count
    ]
    return tuple(sorted(found, key=lambda cluster: (-cluster.count, cluster.seconds)))
