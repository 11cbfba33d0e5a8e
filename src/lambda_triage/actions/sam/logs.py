"""`sam logs`: events of a stack's resources and of other log groups, the newest of a window."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.actions.execute import silent
from lambda_triage.actions.plan import Command, Plan
from lambda_triage.actions.sam import flags, options
from lambda_triage.actions.sam.call import SAM, carried_out, whom
from lambda_triage.actions.sam.failures import Failure, read_failure
from lambda_triage.errors import UsageError
from lambda_triage.facts.samconfig import SAMCONFIG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lambda_triage.pipeline.target import Access

LIMIT_S = 180.0
KEEP = 16_000_000  # characters at the end of the output: some 30,000 events
START = "30min ago"  # SAM's own default is ten minutes
TIMED = "timestamp"


class Logs(Struct, frozen=True, kw_only=True):
    """Which events."""

    folder: str = "."
    stack: str | None = None
    resource: str | None = None
    groups: Sequence[str] = ()
    pattern: str | None = None
    start: str | None = None
    end: str | None = None
    limit: int = 50
    options: Mapping[str, object] = {}


class Logged(Struct, frozen=True):
    """One event; time is milliseconds since 1970."""

    time_ms: int
    stream: str
    message: str


class Found(Struct, frozen=True):
    """The newest events, oldest of them first; how many there were; what SAM remarked."""

    events: tuple[Logged, ...] = ()
    of: int = 0
    notes: tuple[str, ...] = ()
    failure: Failure | None = None


def plan(asked: Logs, who: Access | None = None) -> Plan:
    """What would be asked. Raises UsageError."""
    folder = flags.folder("project_directory", asked.folder)
    if not (asked.stack or asked.groups or asked.options.get("config_file")) and not any(
        (folder / name).is_file() for name in SAMCONFIG
    ):
        raise UsageError("no logs named; give stack_name, cw_log_group, or a project_directory")
    given = {
        "--stack-name": asked.stack,
        "--name": asked.resource,
        "--filter": asked.pattern,
        "--start-time": asked.start or START,
        "--end-time": asked.end,
    }
    argv = (
        SAM, "logs", "--output=json",
        *(flags.text(flag, value) for flag, value in given.items() if value),
        # One flag for each: SAM takes a second word after it, and drops it.
        *(flags.text("--cw-log-group", group) for group in asked.groups),
        *whom(who), *options.words("logs", asked.options),
    )  # fmt: skip
    return Plan((Command(argv, str(folder), LIMIT_S, KEEP),), aws=("reads log events only",))


def run(asked: Logs, who: Access | None = None, said: Callable[[str], None] = silent) -> Found:
    """Ask. Raises UsageError, AccessError."""
    outcome = carried_out(plan(asked, who), who, said)
    found = parsed(outcome.lines)
    newest = tuple(sorted(found, key=lambda one: one.time_ms)[-asked.limit :])
    notes = remarks(outcome.lines)
    if outcome.code == 0:
        return Found(newest, len(found), notes)
    return Found(newest, len(found), notes, read_failure(outcome))


def parsed(lines: Sequence[str]) -> list[Logged]:
    """The events among the lines: one JSON object each."""
    found = []
    for line in lines:
        if not line.startswith("{"):
            continue
        try:
            one = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(one, dict) and isinstance(one.get(TIMED), int):
            stream, message = one.get("logStreamName"), one.get("message")
            found.append(Logged(one[TIMED], str(stream or ""), str(message or "")))
    return found


def remarks(lines: Sequence[str]) -> tuple[str, ...]:
    """What SAM says beside events: names that it does not know."""
    return tuple(
        line
        for line in lines
        if line.strip() and "does not exist" in line and not line.startswith(("{", "Error:"))
    )[:5]
