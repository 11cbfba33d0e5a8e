"""`deploy_serverless_app_help`: the steps of an application's way into AWS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from lambda_triage.mcp.inputs import Name  # noqa: TC001  # msgspec resolves it
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.tool import Answer, Tool

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """What is deployed, and from where."""

    application_type: Annotated[
        Name, Meta(description="event_driven, backend, fullstack, frontend, or any kind of project")
    ]
    project_directory: Annotated[Name, Meta(description="Look what it is made with")] | None = None


class Found(Struct, frozen=True, omit_defaults=True):
    """For what the steps are; NAME in commands is the stack's."""

    application: str
    template: str
    tool: str
    seen: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    stack: str | None = None
    note: str = ""


class Step(Struct, frozen=True, omit_defaults=True):
    """One step: the command by hand, the tool here that does it."""

    number: int
    step: str
    command: str | None = None
    tool: str | None = None


def run(asked: Asked, work: Work) -> Answer:
    """The steps in their order."""
    from lambda_triage.guidance.deploying import way
    from lambda_triage.guidance.project import project

    seen = project(asked.project_directory) if asked.project_directory else None
    found = way(asked.application_type, seen)
    head = Found(
        application=found.family,
        template=found.template.name,
        tool=found.tool.name,
        seen=tuple(quoted(mark) for mark in seen.marks) if seen else (),
        languages=seen.languages if seen else (),
        stack=quoted(seen.stack) if seen and seen.stack else None,
        note="names in capitals are to be filled in; nothing was run",
    )
    steps = tuple(
        Step(number, each.step, each.command, each.tool)
        for number, each in enumerate(found.steps, 1)
    )
    return Answer(head, steps)


DEPLOY_SERVERLESS_APP_HELP = Tool(
    name="deploy_serverless_app_help",
    title="How to deploy",
    description=(
        "Ordered steps with exact commands to check, build, try, deploy and verify a serverless"
        " application, by its kind and its project's files. Offline; runs nothing."
    ),
    takes=Asked,
    run=run,
    item=Step,
    heavy=False,
)
