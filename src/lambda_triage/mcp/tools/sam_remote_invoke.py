"""`sam_remote_invoke`: a deployed function runs; a function that failed is told as failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta, field

from lambda_triage.mcp.acted import Acted, Failed, Line, failed, planned, showing
from lambda_triage.mcp.inputs import TEXT_LIMIT, Access, Name
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.told import WITHHELD
from lambda_triage.mcp.tool import Answer, Effects, Tool
from lambda_triage.mcp.work import access

if TYPE_CHECKING:
    from lambda_triage.actions.sam.remote import Invoked
    from lambda_triage.mcp.work import Work

PAYLOAD = 1_500  # characters of what came back
NEXT = {
    True: "compare the payload with what was expected",
    False: "diagnose with functions or stack names the cause; sam_logs has the lines",
}


class Wanted(Access, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What, with what."""

    resource_name: Annotated[Name, Meta(description="Logical id, or ARN")] | None = None
    stack_name: Name | None = None
    event: (
        Annotated[
            Annotated[str, Meta(max_length=TEXT_LIMIT)] | dict[str, Any], Meta(description="JSON")
        ]
        | None
    ) = None
    event_file: Name | None = None
    project_directory: Annotated[Name, Meta(description="With samconfig")] = "."
    options: dict[str, Any] = field(default_factory=dict)
    plan_only: bool = False


class Returned(Acted, frozen=True, omit_defaults=True, kw_only=True):
    """What came back."""

    payload: str = ""
    request_id: str | None = None
    log: str | None = None


def run(asked: Wanted, work: Work) -> Answer:
    """Invoke, or show how."""
    from lambda_triage.actions.sam import remote

    event = asked.event
    wanted = remote.Remote(
        resource=asked.resource_name,
        stack=asked.stack_name,
        event=msgspec.json.encode(event).decode() if isinstance(event, dict) else event,
        event_file=asked.event_file,
        folder=asked.project_directory,
        options=asked.options,
    )
    who = access(asked)
    if asked.plan_only:
        return Answer(planned(remote.plan(wanted, who)))
    found = remote.run(wanted, who)
    return Answer(failed(found.failure)) if found.failure else _answer(found, work)


def _answer(found: Invoked, work: Work) -> Answer:
    show = showing()
    told = found.error and Failed(quoted(found.error), show(found.message, PAYLOAD))
    head = Returned(
        success=not found.error,
        status="the function failed" if found.error else "ok",
        next=NEXT[not found.error],
        failure=told or None,
        payload=show(found.payload, PAYLOAD),
        request_id=found.request and quoted(found.request),
        log=WITHHELD if found.log and not work.sensitive else None,
    )
    lines = found.log if work.sensitive else ()
    return Answer(head, tuple(Line(show(line, 1_000)) for line in lines))


SAM_REMOTE_INVOKE = Tool(
    name="sam_remote_invoke",
    title="Invoke a deployed function",
    description=(
        "sam remote invoke; a function that raised is a failure, with type and message. Needs"
        " --allow-write, plan_only does not; the log needs --allow-sensitive-data-access."
    ),
    takes=Wanted,
    run=run,
    effects=Effects(read_only=False, destructive=True, idempotent=False, open_world=True),
    gate="write",
    free=lambda asked: asked.plan_only,
)
