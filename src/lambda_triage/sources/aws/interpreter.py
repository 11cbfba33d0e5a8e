"""How Python itself runs while many calls are under way; as before afterwards.

A client is some ten thousand objects, which stay until the end. While a dozen are made, Python
looks through all of them, and all modules, for garbage: a third of the CPU that clients cost, and a
stop of 30 ms at the wrong moment. And a thread that has an answer waits 5 ms for its turn where
another computes: a tenth of a latency in every step of a chain.
"""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SELDOM = 200_000  # objects more than before; at some 200 bytes each, 40 MB at most wait
TURN_S = 0.0005


@contextmanager
def many_calls() -> Iterator[None]:
    """Within this, garbage waits until there may be much, and threads take turns more often."""
    thresholds, turn = gc.get_threshold(), sys.getswitchinterval()
    if 0 < thresholds[0] < SELDOM:  # 0: never
        gc.set_threshold(SELDOM, *thresholds[1:])
    sys.setswitchinterval(min(turn, TURN_S))
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        sys.setswitchinterval(turn)
