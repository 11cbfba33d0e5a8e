"""Run a list of events through a function, one environment after the other."""

from __future__ import annotations

import importlib.util
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_triage.errors import RuntimeFault, UsageError
from lambda_triage.runtime.clock import Clock
from lambda_triage.runtime.environment import Environment
from lambda_triage.runtime.result import Invocation, LogEvent, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_triage.runtime.function import JSON, Function

MEMORY_MB = (128, 10_240)  # Lambda quota "Function memory allocation"
TIMEOUT_S = 900.0  # Lambda quota "Function timeout"
IDLE_S = 600.0  # an idle environment is given up after some minutes; AWS states no number


def run(
    function: Function,
    events: Sequence[JSON],
    *,
    arrivals: Sequence[float] = (),
    start_us: int | None = None,
) -> Run:
    """Invoke the function once for each event, in order, and return its log and its answers.

    arrivals   seconds after the start at which each event arrives; idle time is skipped, not slept
               through, and an environment idle for ten minutes is replaced. An event that arrives
               while the one before still runs waits for it
    start_us   event time at which the log begins; else now

    An environment that timed out, crashed, ran out of memory or failed its init is replaced: a new
    stream, a new INIT_START. Raises RuntimeFault where no handler can be run, UsageError for a
    function that Lambda would not accept.
    """
    _refuse(function, events, arrivals)
    clock = Clock(start_us)
    environment: Environment | None = None
    log: list[LogEvent] = []
    invocations: list[Invocation] = []
    idle_since = 0.0
    try:
        for index, event in enumerate(events):
            if arrivals:
                clock.skip_to(arrivals[index])
            now = clock.now_us() / 1e6
            stale = environment is not None and now - idle_since > IDLE_S
            if environment is None or stale or not environment.alive:
                log += _retire(environment)
                environment = Environment(function, _stream(clock), clock)
                environment.init()
            invocations.append(environment.invoke(event))
            idle_since = clock.now_us() / 1e6
    finally:
        log += _retire(environment)
    return Run(tuple(log), tuple(invocations))


def missing_part(function: Function | None = None) -> str | None:
    """Return what this machine lacks to run functions, or None."""
    if not sys.platform.startswith("linux"):
        return "Linux (the local runtime reads /proc)"
    custom = function is not None and function.bootstrap is not None
    if not custom and importlib.util.find_spec("awslambdaric") is None:
        return "awslambdaric (pip install 'lambda-triage[runtime]')"
    return None


def _refuse(function: Function, events: Sequence[JSON], arrivals: Sequence[float]) -> None:
    missing = missing_part(function)
    if missing is not None:
        raise RuntimeFault(f"cannot run {function.name} here: missing {missing}")
    if not Path(function.task_dir).is_dir():
        raise RuntimeFault(f"{function.task_dir}: no such folder; give the folder with the code")
    if not MEMORY_MB[0] <= function.memory_mb <= MEMORY_MB[1]:
        raise UsageError(f"memory_mb is {function.memory_mb}; Lambda takes 128 to 10240")
    if not 0 < function.timeout_s <= TIMEOUT_S:
        raise UsageError(f"timeout_s is {function.timeout_s}; Lambda takes 1 to 900")
    if arrivals and len(arrivals) != len(events):
        raise UsageError(f"{len(arrivals)} arrivals for {len(events)} events; give one for each")


def _retire(environment: Environment | None) -> tuple[LogEvent, ...]:
    if environment is None:
        return ()
    environment.close()
    return environment.events


def _stream(clock: Clock) -> str:
    day = datetime.fromtimestamp(clock.now_us() / 1e6, UTC)
    return f"{day:%Y/%m/%d}/[$LATEST]{uuid.uuid4().hex}"
