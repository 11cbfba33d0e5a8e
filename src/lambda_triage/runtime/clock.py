"""Time of a run: the machine's clock, which may skip idle time instead of sleeping through it."""

from __future__ import annotations

import time


class Clock:
    """Event times in microseconds since the epoch; durations are always measured, never skipped."""

    def __init__(self, start_us: int | None = None) -> None:
        """Begin at `start_us`, else now."""
        real = time.time_ns() // 1000
        self._skew_us = 0 if start_us is None else start_us - real
        self.start_us = real + self._skew_us

    def now_us(self) -> int:
        """Return the time of an event that happens now."""
        return self.shift(time.time_ns() // 1000)

    def shift(self, real_us: int) -> int:
        """Return the event time of a moment of the machine's clock."""
        return real_us + self._skew_us

    def skip_to(self, offset_s: float) -> None:
        """Go on at `offset_s` seconds after the start, if that is still ahead."""
        self._skew_us += max(0, self.start_us + round(offset_s * 1e6) - self.now_us())
