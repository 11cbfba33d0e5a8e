"""`sam_build`: the functions of a SAM project, built; the function that fails, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, field

from lambda_triage.mcp.acted import Acted, failed, following, last, planned
from lambda_triage.mcp.inputs import Access, Name
from lambda_triage.mcp.quoted import quoted
from lambda_triage.mcp.tool import Answer, Effects, Tool
from lambda_triage.mcp.work import access

if TYPE_CHECKING:
    from lambda_triage.mcp.work import Work

NEXT = "sam_local_invoke tries it here, sam_deploy deploys it"


class Wanted(Access, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which project."""

    project_directory: Name
    template_file: Name | None = None
    build_dir: Annotated[Name, Meta(description="Default .aws-sam/build")] | None = None
    options: Annotated[dict[str, Any], Meta(description='As {"use_container": true}')] = field(
        default_factory=dict
    )
    plan_only: bool = False


def run(asked: Wanted, work: Work) -> Answer:
    """Build, or show how."""
    from lambda_triage.actions.sam import build

    wanted = build.Build(
        folder=asked.project_directory,
        template=asked.template_file,
        build_dir=asked.build_dir,
        options=asked.options,
    )
    who = access(asked)
    if asked.plan_only:
        return Answer(planned(build.plan(wanted, who)))
    built = build.run(wanted, who, following(work))
    if built.failure:
        return Answer(failed(built.failure), last(built.output))
    names = ", ".join(quoted(name) for name in built.functions[:50]) or "the template"
    told = f"built {names} into {quoted(built.folder)}"
    return Answer(Acted(success=True, status=told, next=NEXT))


SAM_BUILD = Tool(
    name="sam_build",
    title="Build a SAM project",
    description=(
        "sam build; on failure the function and the builder's error. Runs the project's own build"
        " steps. Writes .aws-sam; a build_dir with other files is refused."
    ),
    takes=Wanted,
    run=run,
    effects=Effects(read_only=False, open_world=True),
)
