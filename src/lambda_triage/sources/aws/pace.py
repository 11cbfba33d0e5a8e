"""How fast to ask, and when to ask again: one pace per client, shared by all threads.

Throttling widens the gap between calls, which closes again while calls succeed. Attempts after a
failure wait longer each time, by a random part, so that many threads do not come back together.
botocore's adaptive mode is no choice: with 5 % throttling it takes several times as long, since all
threads wait for one rate that recovers slowly (benchmarks/collect.py compares them).
"""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from lambda_triage.sources.aws.refused import throttled

if TYPE_CHECKING:
    from botocore.client import BaseClient

    from lambda_triage.sources.aws.turns import Turns


class Again(Struct, frozen=True):
    """How often a call is made that ends in one way, and the first wait, which then doubles."""

    attempts: int
    first_s: float = 0.0


ENOUGH = Again(1)  # asking again changes nothing
THROTTLING = Again(10, 0.2)  # about a minute in all
BROKEN_OFF = Again(8, 0.05)  # reset, or an error inside AWS: about ten seconds in all
NOBODY = Again(5, 0.1)  # nobody listens, or no such host
SILENT = Again(3, 0.1)  # nobody answered in time: each attempt took that long already

LONGEST_WAIT_S = 20.0
FIRST_GAP_S = 0.02  # 50 calls per second, above what any control plane allows
LONGEST_GAP_S = 1.0
NO_GAP_S = 0.005
TRANSIENT = frozenset({"RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete"})
BROKEN_STATUS = frozenset({500, 502, 503, 504})
UNREACHED = frozenset({"EndpointConnectionError", "ProxyConnectionError"})
TIMED_OUT = frozenset({"ConnectTimeoutError", "ReadTimeoutError"})
BROKEN = frozenset(
    {
        "ConnectionClosedError",
        "HTTPClientError",
        "IncompleteReadError",
        "ResponseParserError",
        "ResponseStreamingError",
        "SSLError",
    }
)


class Pace:
    """The pace of one client."""

    def __init__(self, stopped: threading.Event, turns: Turns) -> None:
        self._stopped = stopped
        self._turns = turns
        self._lock = threading.Lock()
        self._gap = 0.0
        self._widened = 0.0
        self._next = 0.0

    def attach(self, client: BaseClient) -> None:
        """Have every attempt of *client* wait for its turn and, after a failure, come again."""
        client.meta.events.register("before-call", self._before)
        client.meta.events.register("needs-retry", self._after)

    def _before(self, **_: object) -> None:
        self._wait(self._turn())

    def _after(
        self,
        response: tuple[Any, dict[str, Any]] | None,
        attempts: int,
        caught_exception: Exception | None,
        **_: object,
    ) -> float | None:
        """botocore asks after each attempt: None ends the call, a number of seconds repeats it."""
        again = ask_again(response, caught_exception)
        self._learn(again)
        if attempts >= again.attempts or self._stopped.is_set():
            return None
        longest = min(LONGEST_WAIT_S, again.first_s * 2.0 ** (attempts - 1))
        self._wait(max(longest * random.uniform(0.5, 1.0), self._turn()))  # noqa: S311
        return None if self._stopped.is_set() else 0.0

    def _learn(self, again: Again) -> None:
        now = time.monotonic()
        with self._lock:
            if again is THROTTLING:
                if now - self._widened > self._gap:  # threads that were throttled at once: once
                    self._gap = min(LONGEST_GAP_S, max(FIRST_GAP_S, self._gap * 2))
                    self._widened = now
            elif again is ENOUGH and self._gap:
                self._gap = self._gap * 0.9 if self._gap > NO_GAP_S else 0.0

    def _turn(self) -> float:
        """Seconds until this thread's turn, which is taken."""
        now = time.monotonic()
        with self._lock:
            turn = max(now, self._next)
            self._next = turn + self._gap
        return turn - now

    def _wait(self, seconds: float) -> None:
        if seconds > 0:
            with self._turns.away():
                self._stopped.wait(seconds)


def ask_again(response: tuple[Any, dict[str, Any]] | None, error: Exception | None) -> Again:
    """Whether a call that ended like this is made again."""
    if error is not None:
        return _after_error(error)
    if response is None:
        return ENOUGH
    code = response[1].get("Error", {}).get("Code", "")
    status = response[0].status_code
    if throttled(code, status):
        return THROTTLING
    return BROKEN_OFF if code in TRANSIENT or status in BROKEN_STATUS else ENOUGH


def _after_error(error: Exception) -> Again:
    names = {cls.__name__ for cls in type(error).__mro__}
    if names & UNREACHED:
        return NOBODY
    if names & TIMED_OUT:
        return SILENT
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return ENOUGH
    return BROKEN_OFF if names & BROKEN else ENOUGH
