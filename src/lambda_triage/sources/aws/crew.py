"""Threads that ask many wants at once, and can be left at any time."""

from __future__ import annotations

import queue
import threading
from contextlib import nullcontext
from typing import TYPE_CHECKING, TypeAlias

from lambda_triage.sources.aws.answer import Answer, Missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.sources.aws.turns import Turns
    from lambda_triage.sources.aws.want import Want

WAKE_S = 0.5  # Windows does not interrupt a wait without end

Outcome: TypeAlias = Answer | Missing


class Crew:
    """Threads that ask; they are daemons, so that a call under way does not hold up the end."""

    def __init__(
        self, ask: Callable[[Want], Outcome], workers: int, turns: Turns | None = None
    ) -> None:
        """Work in *turns*, where `ask` gives its turn up while it waits."""
        self._ask, self._most = ask, max(1, workers)
        self._turns = turns
        self._jobs: queue.PriorityQueue[tuple[int, int, Want | None]] = queue.PriorityQueue()
        self._begun = 0
        self._done: queue.SimpleQueue[Outcome | BaseException] = queue.SimpleQueue()
        self._threads = 0
        self.running = 0

    def begin(self, want: Want, urgency: int = 0) -> None:
        """Ask *want* as soon as a thread is free; the most urgent first."""
        self.running += 1
        self._put(want, -urgency)
        if self._threads < min(self.running, self._most):
            self._threads += 1
            threading.Thread(target=self._work, name=f"ask-{self._threads}", daemon=True).start()

    def withdraw(self) -> list[Want]:
        """Take back what no thread has begun to ask."""
        taken = []
        while True:
            try:
                _, _, want = self._jobs.get_nowait()
            except queue.Empty:
                break
            if want is not None:
                taken.append(want)
        self.running -= len(taken)
        return taken

    @property
    def idle(self) -> bool:
        """Whether no outcome waits to be taken, and no thread is busy with one."""
        return self._done.empty() and (self._turns is None or self._turns.idle)

    def next(self) -> Outcome:
        """The next outcome; raises what asking raised."""
        while True:
            try:
                outcome = self._done.get(timeout=WAKE_S)
            except queue.Empty:
                continue
            self.running -= 1
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

    def dismiss(self) -> list[Outcome]:
        """Begin nothing more; the outcomes that nobody has taken yet."""
        self.withdraw()
        for _ in range(self._threads):
            self._put(None, 0)
        left = []
        while not self._done.empty():
            left.append(self._done.get())
        return [outcome for outcome in left if not isinstance(outcome, BaseException)]

    def _put(self, want: Want | None, order: int) -> None:
        self._begun += 1
        self._jobs.put((order, self._begun, want))

    def _work(self) -> None:
        while True:
            order, _, want = self._jobs.get()
            if want is None:
                return
            try:
                with self._turns.turn(-order) if self._turns else nullcontext():
                    outcome: Outcome | BaseException = self._ask(want)
            except BaseException as error:  # noqa: BLE001  # raised again where outcomes are taken
                outcome = error
            self._done.put(outcome)
