"""`sam_logs`: the newest log events of a stack's resources and of other log groups."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct, field

from lambda_triage.mcp.acted import Acted, failed, planned, showing
from lambda_triage.mcp.inputs import Access, Name
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.tool import Answer, Effects, Tool
from lambda_triage.mcp.work import access

if TYPE_CHECKING:
    from lambda_triage.actions.sam.logs import Found
    from lambda_triage.mcp.work import Work

NEXT = {
    True: "diagnose with stack or functions names the cause",
    False: "no event in this window; give an earlier start_time, or diagnose",
}
EVENT = 2_000  # characters of one event


class Wanted(Access, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which events."""

    resource_name: Annotated[Name, Meta(description="Logical id; else all")] | None = None
    stack_name: Name | None = None
    cw_log_group: Annotated[tuple[Name, ...], Meta(max_length=20)] = ()
    filter: Annotated[Name, Meta(description="CloudWatch filter pattern")] | None = None
    start_time: Annotated[Name, Meta(description="30min ago (default), or a time")] | None = None
    end_time: Name | None = None
    limit: Annotated[int, Meta(ge=1, le=1_000)] = 50
    project_directory: Annotated[Name, Meta(description="With samconfig")] = "."
    options: dict[str, Any] = field(default_factory=dict)
    plan_only: bool = False


class Event(Struct, frozen=True):
    """One event."""

    time: str
    message: str


def run(asked: Wanted, work: Work) -> Answer:
    """Ask, or show how."""
    from lambda_triage.actions.sam import logs

    wanted = logs.Logs(
        folder=asked.project_directory,
        stack=asked.stack_name,
        resource=asked.resource_name,
        groups=asked.cw_log_group,
        pattern=asked.filter,
        start=asked.start_time,
        end=asked.end_time,
        limit=asked.limit,
        options=asked.options,
    )
    who = access(asked)
    if asked.plan_only:
        return Answer(planned(logs.plan(wanted, who)))
    return _answer(logs.run(wanted, who))


def _answer(found: Found) -> Answer:
    show = showing()
    events = tuple(Event(_time(one.time_ms), show(one.message, EVENT)) for one in found.events)
    if found.failure:
        return Answer(failed(found.failure), events)
    notes = "".join(f"; {quoted(note)}" for note in found.notes)
    told = f"the newest {len(events)} of {found.of} events{notes}"
    return Answer(Acted(success=True, status=told, next=NEXT[bool(events)]), events)


def _time(milliseconds: int) -> str:
    time = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


SAM_LOGS = Tool(
    name="sam_logs",
    title="Get logs of a SAM stack",
    description=(
        "sam logs: the newest events of a stack's resources and any log groups, redacted. Needs"
        " --allow-sensitive-data-access; diagnose does not, and names causes."
    ),
    takes=Wanted,
    run=run,
    effects=Effects(open_world=True),
    gate="sensitive",
    free=lambda asked: asked.plan_only,
)
