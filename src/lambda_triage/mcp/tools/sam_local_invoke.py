"""`sam_local_invoke`: run a function of a project here, without Docker, and say how it ended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct

from lambda_triage.mcp.inputs import Access, Name
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.told import Fix, fix
from lambda_triage.mcp.tool import Answer, Effects, Tool
from lambda_triage.mcp.work import access

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.mcp.work import Work
    from lambda_triage.pipeline.local_invoke import Outcome
    from lambda_triage.reports import contract

OUTPUT = 900  # characters of what the function returned in the head; more follows as items
MOST_OUTPUT = 1 << 18  # characters of it in all
PIECE = 1_200  # characters of one item
AROUND = 6  # characters around one event
EVENT = 1_000  # characters of one event
FRAMES = 8  # of a stack, the innermost
NEXT = {
    "ok": "if the output is right, sam_deploy; else change the code and call this again",
    "error": "correct what error and stack say, and call this again",
    "timeout": "find what waits, or raise Timeout; sam_remote_invoke tells whether AWS is as slow",
    "oom": "raise MemorySize, or hold less at once, and call this again",
    "crash": "see the last lines of the log: the process ended before it answered",
    "init_failure": "correct what fails while the module is loaded: imports, Handler, packages",
}


class Run(Access, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is to be run; SAM's names."""

    project_directory: Name
    resource_name: Annotated[Name, Meta(description="If there are several functions")] | None = None
    template_file: Name | None = None
    event_data: Annotated[str | dict[str, Any] | list[Any], Meta(description="JSON")] | None = None
    event_file: Name | None = None
    environment_variables_file: Name | None = None
    parameter: (
        Annotated[dict[str, str | bool | int | float], Meta(description="Template parameters")]
        | None
    ) = None
    log_file: Annotated[Name, Meta(description="New file for the log")] | None = None


class Cause(Struct, frozen=True, omit_defaults=True):
    """What explains the failure best."""

    name: str
    confidence: float
    says: str
    fix: Fix | None = None


class Ended(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How the run ended; a failed function is no success."""

    success: bool
    status: str
    function: str
    function_output: str = ""
    errorType: str | None = None  # noqa: N815  # Lambda's own names
    errorMessage: str | None = None  # noqa: N815
    stack: tuple[str, ...] = ()
    cause: Cause | None = None
    next: str
    duration_ms: float
    init_ms: float | None = None
    billed_ms: int
    max_memory_mb: int
    memory_mb: int
    runtime: str
    region: str
    template: str
    unknown: tuple[str, ...] = ()
    substituted: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    log_events: int


class Piece(Struct, frozen=True, omit_defaults=True):
    """A part of a long output; or of the log, the last part first, each from above to below."""

    output: str = ""
    log: tuple[str, ...] = ()


def run(asked: Run, work: Work) -> Answer:
    """Invoke once; the call works although the function fails."""
    from lambda_triage.pipeline.local_invoke import Asked, local_invoke

    found = local_invoke(
        Asked(
            folder=Path(asked.project_directory),
            function=asked.resource_name,
            template=asked.template_file,
            event=asked.event_data,
            event_file=asked.event_file,
            variables_file=asked.environment_variables_file,
            parameters={name: _text(value) for name, value in (asked.parameter or {}).items()},
            log_file=asked.log_file,
        ),
        access(asked),
    )
    events = tuple(quoted(message, EVENT) for message in found.log)
    return Answer(_ended(found), (*_output(found.output), *_pieces(events)))


def _ended(found: Outcome) -> Ended:
    return Ended(
        success=found.status == "ok",
        status=found.status,
        function=quoted(found.function),
        function_output=quoted(found.output, OUTPUT) if found.output else "",
        errorType=found.error_type and quoted(found.error_type),
        errorMessage=found.error_message and quoted(found.error_message, EVENT),
        stack=tuple(quoted(frame) for frame in found.stack[-FRAMES:]),
        cause=None if found.cause is None else _cause(found.cause),
        next=found.here or NEXT[found.status],
        duration_ms=found.duration_ms,
        init_ms=found.init_ms,
        billed_ms=found.billed_ms,
        max_memory_mb=found.max_memory_mb,
        memory_mb=found.memory_mb,
        runtime=quoted(found.runtime),
        region=quoted(found.region),
        template=quoted(found.template),
        unknown=tuple(
            quoted(f"{name} is not known locally: give it in environment_variables_file")
            for name in found.unknown[:30]
        ),
        substituted=tuple(quoted(text) for text in found.substituted[:30]),
        notes=tuple(quoted(text) for text in found.notes),
        log_events=len(found.log),
    )


def _text(value: str | bool | float) -> str:
    """As CloudFormation writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cause(cause: contract.Cause) -> Cause:
    return Cause(
        name=cause.cause,
        confidence=round(cause.confidence, 3),
        says=quoted(cause.summary),
        fix=fix(cause.remedies[0]) if cause.remedies else None,
    )


def _output(text: str) -> Iterator[Piece]:
    """All of an output that the head has only the beginning of."""
    if len(text) > OUTPUT:
        for at in range(0, min(len(text), MOST_OUTPUT), PIECE):
            yield Piece(output=quoted(text[at : at + PIECE], PIECE))


def _pieces(events: tuple[str, ...]) -> Iterator[Piece]:
    """The log from its end: as many events in one piece as fit, one at least."""
    weights = [len(event) + AROUND for event in events]
    end = len(events)
    while end:
        start, room = end - 1, PIECE - weights[end - 1]
        while start and room >= weights[start - 1]:
            start -= 1
            room -= weights[start]
        yield Piece(log=events[start:end])
        end = start


SAM_LOCAL_INVOKE = Tool(
    name="sam_local_invoke",
    title="Invoke locally",
    description=(
        "Runs a function of a SAM, CloudFormation or CDK project on this machine, without Docker"
        " (python, provided): output or error, log, and the cause of a failure. The code runs with"
        " your rights; without profile it gets no AWS credentials."
    ),
    takes=Run,
    run=run,
    effects=Effects(read_only=False, idempotent=False, open_world=True),
)
