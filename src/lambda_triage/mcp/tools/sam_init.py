"""`sam_init`: a new project folder from a template of the SAM CLI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, Struct, field

from lambda_triage.mcp.acted import Acted, Line, failed, following, planned
from lambda_triage.mcp.inputs import Name  # noqa: TC001  # msgspec resolves it
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.tool import Answer, Effects, Tool
from lambda_triage.mcp.work import refuse_change

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work

NEXT = "write the code, then sam_build"


class Wanted(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which project."""

    project_name: Name
    project_directory: Annotated[Name, Meta(description="Its parent folder")]
    runtime: Name | None = None
    dependency_manager: Name | None = None
    architecture: Literal["x86_64", "arm64"] | None = None
    application_template: Annotated[Name, Meta(description="Default hello-world")] | None = None
    location: Annotated[Name, Meta(description="Own template: Git, .zip, folder")] | None = None
    overwrite: Annotated[bool, Meta(description="Keeps the old folder as .bak")] = False
    options: dict[str, Any] = field(default_factory=dict)
    plan_only: bool = False


def run(asked: Wanted, work: Work) -> Answer:
    """Make it, or show how."""
    from lambda_triage.actions.sam import init

    wanted = init.Init(
        name=asked.project_name,
        folder=asked.project_directory,
        runtime=asked.runtime,
        manager=asked.dependency_manager,
        architecture=asked.architecture,
        template=asked.application_template,
        location=asked.location,
        overwrite=asked.overwrite,
        options=asked.options,
    )
    plan = init.plan(wanted)
    if asked.plan_only:
        return Answer(planned(plan))
    if plan.moves:
        refuse_change(work, "overwrite")
    if asked.location:  # hooks of a Cookiecutter template are programs
        refuse_change(work, "location, whose template may run code,")
    elif init.has_settings(wanted):  # in which a location may stand
        refuse_change(work, "a project_directory with samconfig, which may name such a location,")
    made = init.run(wanted, following(work))
    if made.failure:
        return Answer(failed(made.failure))
    kept = f"; the old folder is {quoted(made.kept)}" if made.kept else ""
    head = Acted(success=True, status=f"created {quoted(plan.creates[0])}{kept}", next=NEXT)
    return Answer(head, tuple(Line(quoted(name)) for name in made.files))


SAM_INIT = Tool(
    name="sam_init",
    title="Create a SAM project",
    description=(
        "A new project folder with the SAM CLI, for runtime and dependency_manager, or from"
        " location. An existing folder is refused; overwrite and location need --allow-write."
    ),
    takes=Wanted,
    run=run,
    effects=Effects(read_only=False, idempotent=False),
)
