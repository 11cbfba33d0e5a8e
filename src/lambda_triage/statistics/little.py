"""How many environments a load keeps busy."""

from __future__ import annotations


def little_concurrency(arrivals_per_s: float, mean_duration_s: float) -> float:
    """Return the mean number of invocations in progress: arrivals per second times seconds each.

    Raises ValueError for a negative rate or duration.

    J. D. C. Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9 (1961),
    pp. 383-387. AWS Lambda states the same formula for concurrency in "Understanding Lambda
    function scaling".
    """
    if not (arrivals_per_s >= 0 and mean_duration_s >= 0):
        raise ValueError(f"rate and duration must be >= 0: {arrivals_per_s}, {mean_duration_s}")
    return arrivals_per_s * mean_duration_s
